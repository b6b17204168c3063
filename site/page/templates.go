package page

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/charts"
	"plotline/data/source"
	"plotline/templates"
)

const (
	baseFile  = "base.html"
	storyFile = "story.html"
	frontFile = "front.html"
	listFile  = "list.html"
	chartFile = "chart.html"
	lostFile  = "404.html"
	styleFile = "style.css"

	numbersFile = "numbers.css"
)

var pageFiles = []string{storyFile, frontFile, listFile, chartFile, lostFile}

// views are the pages, each with a value that its template can be tried on.
func views() map[string]any {
	sample := Site{Title: "t", Description: "d", License: "l", BaseURL: "https://example.org/", Theme: charts.DefaultTheme()}
	v := sample.frame("en", "", Assets{"s", "r", "f", "n"})
	links := []link{{"a", "t", 1, true}, {Title: "t"}}
	v.Nav = links
	v.Meta, v.Linked = "<meta>", graph{"c", nil}
	t := teaser{"t", "s", "s", "a", true, []author{{"", "a", "https://example.org/"}, {", ", "b", ""}}, []version{{"", "de", "n", "a"}}, "2022-05-27", "d", "2022-05-28", "d"}
	entry := fields(&entryView{t, "en", "a", links, "<figure></figure>", thumbView{"a", "a", 1, 1, true}, v.Words})
	list := &listView{v, "h", "p", links[0], entry, []map[string]any{entry}, "l", links, links, "n", "o"}
	refs := []reference{{"n", "p", "https://example.org/", "2022-05-27", "d"}, {"n", "", "", "", ""}}
	return map[string]any{
		storyFile: &storyView{v, t, []section{{"a", "t"}}, "<p>b</p>", refs, links, []string{"https://example.org/"}, []corrected{{"2022-05-28", "d", "k", "t"}}},
		frontFile: list,
		listFile:  list,
		chartFile: &chartView{v, "i", "<figure></figure>", links[0], "p", links, []snippet{{"i", "l", "c"}}},
		lostFile:  &lostView{v},
	}
}

// Set is the templates of a site, read and tried. It is safe for concurrent use.
type Set struct {
	pages     map[string]*template.Template
	style     string // without comments
	lost      string // the part of style that 404.html needs
	readable  bool
	overrides map[string]*source.File
}

// Options of Templates.
type Options struct {
	Readable bool // the line breaks of templates stay, although browsers do not show them
}

// Templates reads the built-in templates and the files that replace them: those of the project's
// templates/ folder, without its subfolders. Only *.html and *.css are looked at; a name that
// replaces nothing is an error, and so is a template that does not parse or asks for a field that
// pages do not have. The Set is nil when there is an error.
func Templates(overrides []*source.File, o Options) (*Set, source.List) {
	s := &Set{pages: map[string]*template.Template{}, readable: o.Readable, overrides: map[string]*source.File{}}
	known := Names()
	var problems source.List
	for _, f := range overrides {
		name := path.Base(f.Path)
		if ext := path.Ext(name); ext != ".html" && ext != ".css" {
			continue
		}
		if !slices.Contains(known, name) {
			problems = append(problems, source.Errorf(source.NewFile(f.Path, nil).All(), "%q is no template; templates are %s", name, source.Join(known)).
				WithHint(source.DidYouMean(name, known)))
			continue
		}
		if string(f.Text) != s.text(name) { // this repository is a project too, with ours in its folder
			s.overrides[name] = f
		}
	}
	for _, name := range []string{styleFile, numbersFile} {
		if i := strings.Index(strings.ToLower(s.text(name)), "</style"); i >= 0 {
			f := s.overrides[name]
			problems = append(problems, source.Errorf(f.Span(i, i+len("</style")), "a style sheet may not hold </style"))
		}
	}
	s.style = squeeze(s.text(styleFile))
	s.lost = s.style
	if s.overrides[lostFile] == nil && s.overrides[baseFile] == nil { // a project's own page may hold anything
		s.lost = squeeze(withoutFigures(s.text(styleFile)))
	}
	for _, name := range pageFiles {
		if p := s.load(name, known); p != nil {
			problems = append(problems, *p)
		}
	}
	problems.Sort()
	if problems.HasErrors() {
		return nil, problems
	}
	return s, problems
}

// Names returns the file names that a project may replace.
func Names() []string {
	var names []string
	entries, _ := fs.ReadDir(templates.FS, ".") // the embedded root is always there
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (s *Set) text(name string) string {
	if f := s.overrides[name]; f != nil {
		return string(f.Text)
	}
	b, _ := templates.FS.ReadFile(name) // name is one of Names
	return string(b)
}

// load parses one page with the base and the parts, and tries it.
func (s *Set) load(name string, known []string) *source.Problem {
	t := template.New(baseFile)
	parts := slices.DeleteFunc(slices.Clone(known), func(n string) bool {
		return path.Ext(n) != ".html" || n == baseFile || slices.Contains(pageFiles, n)
	})
	for _, part := range slices.Concat([]string{baseFile}, parts, []string{name}) {
		to := t
		if part != baseFile {
			to = t.New(part)
		}
		if _, err := to.Parse(s.text(part)); err != nil {
			return s.problem(name, err, nil)
		}
	}
	if !s.readable {
		compact(t)
	}
	sample := views()[name]
	t.Option("missingkey=error")
	if err := t.Execute(io.Discard, fields(sample)); err != nil {
		return s.problem(name, err, sample)
	}
	s.pages[name] = t
	return nil
}

// render writes a page of about the given size of body.
func (s *Set) render(name string, v any, size int) ([]byte, source.List) {
	var b bytes.Buffer
	b.Grow(size + 4096)
	if err := s.pages[name].Execute(&b, fields(v)); err != nil {
		return nil, source.List{*s.problem(name, err, v)}
	}
	return b.Bytes(), nil
}

var (
	placed  = regexp.MustCompile(`^(?:html/)?template: ?([\w.-]+\.html)(?::(\d+))?(?::(\d+))?: (?s:(.*))$`)
	doing   = regexp.MustCompile(`^executing "[^"]*" at <.*?>: `)
	noField = regexp.MustCompile(`(?:can't evaluate field|map has no entry for key) "?(\w+)"?(?: in type \S+)?$`)
)

// problem places an error of html/template in the override that caused it: the file it names, or
// else the page's own, or else any that was read for it.
func (s *Set) problem(name string, err error, v any) *source.Problem {
	var escape *template.Error
	text, file, line, column := err.Error(), name, 0, 0
	if m := placed.FindStringSubmatch(text); m != nil {
		file, text = m[1], m[4]
		line, _ = strconv.Atoi(m[2])
		column, _ = strconv.Atoi(m[3])
	} else if errors.As(err, &escape) {
		text = escape.Description
	}
	text = doing.ReplaceAllString(strings.TrimSpace(text), "")
	f := s.overrides[file]
	if f == nil {
		line, column = 0, 0
		for _, other := range []string{name, baseFile, "byline.html"} {
			if f == nil {
				f = s.overrides[other]
			}
		}
	}
	if f == nil {
		p := source.Errorf(source.Span{}, "internal: the template %s: %s", file, text)
		return &p
	}
	at := source.NewFile(f.Path, nil).All()
	if line > 0 {
		at = f.Line(line)
		at = at.Sub(min(column, at.End-at.Start), at.End-at.Start)
	}
	p := source.Errorf(at, "the template does not work: %s", text)
	if m := noField.FindStringSubmatch(text); m != nil && v != nil {
		fields := fieldsOf(v)
		p = source.Errorf(at, "there is no field .%s; fields are %s", m[1], source.Join(fields)).WithHint(source.DidYouMean(m[1], fields))
	}
	return &p
}

// fields returns what a template can ask of a view, a pointer to a struct, by name: templates look
// up promoted fields of structs ten times as slowly as keys of a map.
func fields(view any) map[string]any {
	v := reflect.ValueOf(view).Elem()
	out := make(map[string]any, 48)
	collect(v, out)
	return out
}

func collect(v reflect.Value, out map[string]any) {
	t := v.Type()
	for i := range t.NumField() {
		switch f := t.Field(i); {
		case f.Anonymous:
			collect(v.Field(i), out)
		case f.IsExported():
			out[f.Name] = v.Field(i).Interface()
		}
	}
}

// fieldsOf lists what a template can ask of its page.
func fieldsOf(v any) []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(v).Elem()) {
		if f.IsExported() {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
