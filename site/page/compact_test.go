package page

import (
	"html/template"
	"strings"
	"testing"
)

// A line break goes only where a block begins or ends, or in the head.
func TestCompact(t *testing.T) {
	for in, want := range map[string]string{
		"<!DOCTYPE html>\n<html>\n<head>\n<meta a>\n{{if .}}<link b>\n{{end}}<title>a\nb</title>\n</head>\n<body>\n": "<!DOCTYPE html><html><head><meta a>{{if .}}<link b>{{end}}<title>a\nb</title></head><body>",
		"<div>\n  <p>a\n  b</p>\n</div>\n":                          "<div><p>a\n  b</p></div>",
		"<b>a</b>\n<i>b</i>\n{{.}}\n<b>c</b>":                       "<b>a</b>\n<i>b</i>\n{{.}}\n<b>c</b>",
		"<p>{{.}}\n{{.}}</p>\n{{.}}\n<p>":                           "<p>{{.}}\n{{.}}</p>{{.}}<p>",
		"<p> a </p> <p>b":                                           "<p> a </p> <p>b",
		"<li>a</li>\n<li>b</li>\n<ul>\n<li>":                        "<li>a</li>\n<li>b</li><ul><li>",
		"<pre>\n a\n<p>\n</p>\n</pre>\n<b>x</b>\n<p>":               "<pre>\n a\n<p>\n</p>\n</pre>\n<b>x</b><p>",
		"<textarea>\n<p>\n</textarea>\n<p>":                         "<textarea>\n<p>\n</textarea><p>",
		"<script>a\n<p>\n</script>\n<b>b</b>":                       "<script>a\n<p>\n</script>\n<b>b</b>",
		"<p title=\"a >\n<p>\" {{if .}}lang='>\n<p>'{{end}}>\n":     "<p title=\"a >\n<p>\" {{if .}}lang='>\n<p>'{{end}}>",
		"<p class=\"{{if .}}a\n<p>{{else}}b\n<p>{{end}}\">\n<b>":    "<p class=\"{{if .}}a\n<p>{{else}}b\n<p>{{end}}\"><b>",
		"{{range .}}\n<p>{{.}}</p>\n{{else}}<b>a</b>\n{{end}}\n<i>": "{{range .}}<p>{{.}}</p>{{else}}<b>a</b>\n{{end}}\n<i>",
		"<p-q>a</p-q>\n<p-q>":                                       "<p-q>a</p-q>\n<p-q>",
		"1 < 2\n<P>\na":                                             "1 < 2<P>a",
	} {
		tmpl := template.Must(template.New("t").Parse(in))
		compact(tmpl)
		if got := tmpl.Tree.Root.String(); got != want {
			t.Errorf("compact(%q) = %q, want %q", in, got, want)
		}
	}
}

// The pages of our own templates have no line breaks but those beside what is worked out.
func TestCompactPages(t *testing.T) {
	readable := set(t)
	small, problems := Templates(nil, Options{})
	if len(problems) > 0 {
		t.Fatal(printed(problems))
	}
	in := read(t, []byte("---\ntitle: t\nsubtitle: s\ndate: 2022-05-27\n---\n\nText.\n"))
	long, _ := readable.Story(in)
	short, _ := small.Story(in)
	if a, b := strings.Count(string(long), "\n"), strings.Count(string(short), "\n"); a < 40 || b > 18 {
		t.Errorf("%d line breaks, and %d in a readable page:\n%s", b, a, short)
	}
}
