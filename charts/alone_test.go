package charts

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plotline/charts/draw"
	"plotline/charts/raster"
	"plotline/data/golden"
)

// framed takes a golden case as far as a Fragment.
func framed(t *testing.T, pool *draw.Pool, c *golden.Case) *Fragment {
	t.Helper()
	p, problems := plotOf(t, c)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	o, problems := Assemble(p)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	results, err := pool.Draw(context.Background(), []draw.Job{{ID: "x-", Option: o.JSON, Sizes: o.Sizes}})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results[0].Err)
	}
	f, problems := Frame(p, o, results[0].SVG, "")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return f
}

var reference = regexp.MustCompile(` id="|url\(#|href="#|var\(--|<script`)

// TestReuse takes every chart of the gallery out of its page.
func TestReuse(t *testing.T) {
	pool, err := draw.New(draw.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	pictures, err := raster.New(raster.Options{Fonts: raster.System(os.DirFS("/"))})
	if err != nil {
		t.Fatal(err)
	}
	golden.Archives(t, "testdata/kinds/*.txtar", func(t *testing.T, c *golden.Case) {
		for _, name := range c.Names() { // TestKinds checks them
			c.Read(name)
		}
		f := framed(t, pool, c)
		loose := string(f.HTML())
		if m := reference.FindString(loose); m != "" {
			t.Errorf("the fragment holds %s, which is not its own in a page that has it twice", m)
		}
		if got, want := strings.Count(loose, "<svg xmlns="), 2; got != want {
			t.Errorf("%d drawings, want %d", got, want)
		}
		for _, m := range regexp.MustCompile(`<text [^>]*>`).FindAllString(loose, -1) {
			if !strings.Contains(m, "px!important") {
				t.Errorf("a page can change the size of %s", m)
			}
		}
		balanced(t, loose)
		svg := f.SVG()
		wellFormed(t, svg)
		for _, words := range []string{f.Title, f.spec.Subtitle.Value, f.spec.credits(), f.spec.Note.Value} {
			if !strings.Contains(unwrapped(svg), html.EscapeString(words)) {
				t.Errorf("the picture does not say %q", words)
			}
		}
		if strings.Contains(string(svg), "var(--") {
			t.Error("a colour of the picture is no literal")
		}
		_, err := pictures.PNG(svg, raster.Size{})
		if missing := new(raster.MissingError); errors.As(err, &missing) && os.Getenv("CI") != "true" {
			t.Logf("the picture is not made a PNG: %v", err)
		} else if err != nil {
			t.Errorf("the picture as PNG: %v", err)
		}
		if dir := os.Getenv("PLOTLINE_LOOK"); dir != "" {
			name := strings.ReplaceAll(t.Name(), "/", "-")
			os.WriteFile(filepath.Join(dir, name+".html"), []byte(loose), 0o644)
			os.WriteFile(filepath.Join(dir, name+".svg"), svg, 0o644)
		}
	})
}

// unwrapped are the words of a picture, its lines joined.
func unwrapped(svg []byte) string {
	return regexp.MustCompile(`</text><text [^>]*>`).ReplaceAllString(string(svg), " ")
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(string(svg))); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("the picture is no XML: %v", err)
			return
		}
	}
}

// balanced demands that every element ends in the figure.
func balanced(t *testing.T, fragment string) {
	t.Helper()
	var open []string
	for z := html.NewTokenizer(strings.NewReader(fragment)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%q stay open", open)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			open = append(open, string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("</%s> ends %q", name, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// TestLevelled moves centred words to their baseline, in whatever order a text has its attributes.
func TestLevelled(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`<text dominant-baseline="central" font-size="13" transform="translate(1 2)">a</text>`, `<text y="4.5" font-size="13" transform="translate(1 2)">a</text>`},
		{`<text dominant-baseline="central" font-size="12" x="3" y="-6.5" fill="#000">a</text>`, `<text y="-2.5" font-size="12" x="3" fill="#000">a</text>`},
		{`<text font-size="12" y="6">dominant-baseline="central"</text>`, `<text font-size="12" y="6">dominant-baseline="central"</text>`},
	} {
		if got := string(levelled([]byte(tt.in))); got != tt.want {
			t.Errorf("levelled(%s) = %s, want %s", tt.in, got, tt.want)
		}
	}
}
