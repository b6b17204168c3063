package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"plotline/site/embed"
)

// Site is what a zip of charts is made of.
type Site struct {
	Title   string
	License string
	Base    string   // absolute address of the site's root, or empty
	Paths   []string // the files of the site
	Read    Read
	Notices []byte    // licences of what charts are made live with
	Time    time.Time // of every file in a zip
}

// File is a file of an export.
type File struct {
	Path string
	Data []byte
}

// Charts returns the folders of the stories' charts, with what one must know to use them. Pages among
// them stand alone.
func Charts(stories []Story, s Site) ([]File, error) {
	var files []File
	there := map[string]bool{}
	for _, st := range stories {
		for _, p := range s.Paths {
			rest, inside := strings.CutPrefix(p, st.charts())
			if !inside {
				continue
			}
			data, ok, err := s.Read(p)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			name := path.Base(p)
			if name == "index.html" {
				if data, _, err = Single(Page{HTML: data, Path: p, Base: s.Base, Read: s.Read}); err != nil {
					return nil, err
				}
			}
			there[name] = true
			files = append(files, File{path.Join(st.Folder, rest), data})
		}
	}
	files = append(files, File{"README.txt", s.readme(stories, there)})
	if len(s.Notices) > 0 {
		files = append(files, File{"LICENSES.txt", s.Notices})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func (s Site) readme(stories []Story, there map[string]bool) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Charts of %s\n\nEvery chart has a folder. In it are:\n\n", s.Title)
	width := 0
	for _, p := range embed.Files {
		if there[p.Name] {
			width = max(width, len(p.Name))
		}
	}
	for _, p := range embed.Files {
		if there[p.Name] {
			indented(&b, fmt.Sprintf("  %-*s  ", width, p.Name), p.Doc)
		}
	}
	b.WriteString("\nWhoever shows a chart shows its source too; pictures have it inside. Who changes a drawing\nor its data says so.\n")
	if len(s.Notices) > 0 {
		b.WriteString("\nThe charts were drawn by Apache ECharts. LICENSES.txt has the licences of the scripts that\nmake them live; pictures, drawings and data are not touched by them.\n")
	}
	for _, st := range stories {
		s.about(&b, st)
	}
	return b.Bytes()
}

// about tells of one story and its charts.
func (s Site) about(b *bytes.Buffer, st Story) {
	fmt.Fprintf(b, "\n%s\n%s\n", st.Title, strings.Repeat("=", utf8.RuneCountInString(st.Title)))
	if st.Address != "" {
		b.WriteString(st.Address + "\n")
	}
	if st.Date != "" {
		b.WriteString("As of " + st.Date + "\n")
	}
	b.WriteByte('\n')
	license := st.License
	if license == "" {
		license = s.License
	}
	if license == "" {
		license = "none is named, so ask " + s.Title + " before you publish a chart elsewhere"
	}
	indented(b, "Licence: ", license)
	for i, source := range st.Sources {
		lead := "Sources: "
		if i > 0 {
			lead = "         "
		}
		indented(b, lead, source)
	}
	b.WriteByte('\n')
	for _, c := range st.Charts {
		indented(b, "  ", path.Join(st.Folder, c.ID))
		for _, line := range []string{c.Title, strings.Join(c.Sources, "; "), c.Note} {
			if line != "" {
				indented(b, "      ", line)
			}
		}
	}
}

// indented writes words behind a lead, further lines below their begin.
func indented(b *bytes.Buffer, lead, words string) {
	const room = 88
	b.WriteString(lead)
	at, first := utf8.RuneCountInString(lead), true
	indent := at
	for _, w := range strings.Fields(words) {
		n := utf8.RuneCountInString(w)
		if !first && at+1+n > room {
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at, first = indent, true
		}
		if !first {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(w)
		at, first = at+n, false
	}
	b.WriteByte('\n')
}

// Zip returns the files as a zip whose bytes depend on nothing but them and the time.
func Zip(files []File, t time.Time) ([]byte, error) {
	if first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(first) { // of the format
		t = first
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Path, Method: zip.Deflate, Modified: t.UTC()}
		if path.Ext(f.Path) == ".png" {
			h.Method = zip.Store // it is compressed
		}
		h.SetMode(0o644)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.Copy(w, bytes.NewReader(f.Data))
		}
		if err != nil {
			return nil, fmt.Errorf("zip: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	return b.Bytes(), nil
}
