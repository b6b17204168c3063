package page

import (
	"strings"
	"testing"

	"plotline/data/golden"
	"plotline/data/source"
)

// Each archive is a templates/ folder with one fault.
func TestBadOverrides(t *testing.T) {
	golden.Archives(t, "testdata/bad-*.txtar", func(t *testing.T, c *golden.Case) {
		var files []*source.File
		for _, name := range c.Names() {
			if strings.HasPrefix(name, "templates/") {
				files = append(files, source.NewFile(name, c.Read(name)))
			}
		}
		s, problems := Templates(files, Options{})
		if s != nil || !problems.HasErrors() {
			t.Fatalf("no error; problems are %s", printed(problems))
		}
		c.Check("problems", printed(problems))
	})
}

func TestOverrides(t *testing.T) {
	file := func(name, text string) *source.File { return source.NewFile("templates/"+name, []byte(text)) }
	s := set(t,
		file("story.html", `{{define "main"}}<h1>own {{.Title}}</h1>{{.Body}}{{end}}`),
		file("style.css", "h1 { color: var(--accent) }"),
		file("words.go", "package templates"), // the repository is a project too
	)
	in := read(t, []byte("---\ntitle: <t>\n---\n\nprose\n"))
	got, problems := s.Story(in)
	if want := "<h1>own &lt;t&gt;</h1><p>prose</p>"; len(problems) > 0 || !strings.Contains(string(got), want) {
		t.Errorf("Story = %s%s, want %s in it", got, printed(problems), want)
	}
	if css := string(s.StyleSheet(in.Site.Theme)); !strings.HasPrefix(css, ":root{") || !strings.HasSuffix(css, "}h1{color: var(--accent)}\n") && !strings.Contains(css, "\nh1{color: var(--accent)}") {
		t.Errorf("StyleSheet = %s", css)
	}
	if front, _ := s.List(ListPage{Site: in.Site, Assets: testAssets}); !strings.Contains(string(front), "nameplate") {
		t.Errorf("the front page lost its own template: %s", front)
	}
}

// A fault that only real words bring out is placed as well.
func TestTemplateFailsWhileRendering(t *testing.T) {
	s := set(t, source.NewFile("templates/story.html", []byte("{{define \"main\"}}\n{{if eq .Title \"boom\"}}{{index .Tags 7}}{{end}}{{end}}")))
	in := read(t, []byte("---\ntitle: boom\n---\n\nprose\n"))
	page, problems := s.Story(in)
	want := "plotline: templates/story.html:2:26: the template does not work: error calling index: index out of range: 7\n"
	if got := printed(problems); page != nil || !strings.HasPrefix(got, want) {
		t.Errorf("Story = %q, %q, want %q", page, got, want)
	}
}

// The built-in templates, given as a project's own, change nothing.
func TestOwnTemplatesAsOverrides(t *testing.T) {
	var files []*source.File
	for _, name := range Names() {
		files = append(files, source.NewFile("templates/"+name, []byte((&Set{}).text(name))))
	}
	in := read(t, []byte("---\ntitle: t\n---\n\nprose\n"))
	a, _ := set(t).Story(in)
	b, _ := set(t, files...).Story(in)
	if string(a) != string(b) {
		t.Errorf("pages differ: %s and %s", a, b)
	}
	c, _ := set(t).NotFound(in.Site)
	d, _ := set(t, files...).NotFound(in.Site)
	if string(c) != string(d) {
		t.Errorf("pages differ: %s and %s", c, d)
	}
}
