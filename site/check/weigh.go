package check

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Weight is what a site's files weigh, in bytes.
type Weight struct {
	Pages []PageWeight `json:"pages"` // the heaviest, heaviest first
	Count int          `json:"count"` // of all pages
	Kinds []KindWeight `json:"kinds"`
	Files int          `json:"files"`
	Bytes int          `json:"bytes"`
}

// PageWeight is what a page weighs, and of what.
type PageWeight struct {
	Path     string `json:"path"`
	Bytes    int    `json:"bytes"`
	Drawings int    `json:"drawings"` // of Bytes: SVG
	Data     int    `json:"data"`     // of Bytes: what wakes charts, data tables, JSON-LD
	Other    int    `json:"other"`    // of Bytes: words and what is around them
	Gzip     int    `json:"gzip"`     // the page, compressed
	Styles   int    `json:"styles"`   // style sheets that it loads, compressed
	Scripts  int    `json:"scripts"`  // scripts that it loads, compressed
	Pictures int    `json:"pictures"` // pictures that it shows
	Figure   string `json:"figure"`   // id of its heaviest figure, or empty
	Heaviest int    `json:"heaviest"` // bytes of that figure
}

// First is what a first visit loads: the page, its style sheets and scripts, compressed, and its pictures.
func (p PageWeight) First() int { return p.Gzip + p.Styles + p.Scripts + p.Pictures }

// KindWeight is what all files of a kind weigh.
type KindWeight struct {
	Kind  string `json:"kind"`
	Files int    `json:"files"`
	Bytes int    `json:"bytes"`
}

// kinds are what files are by their extension; what is in none of them is other.
var kinds = []struct {
	name       string
	extensions []string
}{
	{"pages", []string{".html"}}, {"style sheets", []string{".css"}}, {"scripts", []string{".js"}},
	{"pictures", []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}}, {"data", []string{".csv", ".json"}}, {"for machines", []string{".xml", ".txt", ".md"}},
}

// Weigh weighs a site, and its most heaviest pages one by one.
func Weigh(files []File, most int) Weight {
	w := Weight{Files: len(files)}
	at := make(map[string][]byte, len(files))
	byKind := map[string]*KindWeight{}
	var pages []File
	for _, f := range files {
		at[f.Path] = f.Data
		name := kindOf(f.Path)
		if name == "pages" && bytes.HasPrefix(f.Data, []byte("<figure")) {
			name = "HTML to paste"
		}
		if byKind[name] == nil {
			byKind[name] = &KindWeight{Kind: name}
		}
		byKind[name].Files++
		byKind[name].Bytes += len(f.Data)
		w.Bytes += len(f.Data)
		if name == "pages" {
			pages = append(pages, f)
		}
	}
	for _, k := range byKind {
		w.Kinds = append(w.Kinds, *k)
	}
	slices.SortFunc(w.Kinds, func(a, b KindWeight) int { return cmp.Or(b.Bytes-a.Bytes, strings.Compare(a.Kind, b.Kind)) })
	w.Count = len(pages)
	slices.SortStableFunc(pages, func(a, b File) int { return len(b.Data) - len(a.Data) })
	squeezed := map[string]int{}
	for _, f := range pages[:min(most, len(pages))] {
		w.Pages = append(w.Pages, weigh(f, at, squeezed))
	}
	return w
}

func kindOf(name string) string {
	for _, k := range kinds {
		if slices.Contains(k.extensions, path.Ext(name)) {
			return k.name
		}
	}
	return "other"
}

// weigh weighs one page; squeezed remembers what its files weigh compressed.
func weigh(f File, at map[string][]byte, squeezed map[string]int) PageWeight {
	p := PageWeight{Path: f.Path, Bytes: len(f.Data), Gzip: compressed(f.Data)}
	p.Drawings = within(f.Data, "<svg", "</svg>", nil)
	p.Data = within(f.Data, `<script type="application/`, "</script>", nil) + within(f.Data, `<table class="data"`, "</table>", nil)
	p.Other = p.Bytes - p.Drawings - p.Data
	within(f.Data, "<figure id=", "</figure>", func(figure []byte) {
		if len(figure) > p.Heaviest {
			id, _, _ := strings.Cut(string(figure[len(`<figure id="`):]), `"`)
			p.Figure, p.Heaviest = id, len(figure)
		}
	})
	links := read(f.Data).links
	slices.Sort(links)
	for _, link := range slices.Compact(links) {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
			continue
		}
		target := path.Join(path.Dir(f.Path), u.Path)
		data, ok := at[target]
		if !ok {
			continue
		}
		switch kindOf(target) {
		case "style sheets":
			p.Styles += once(squeezed, target, data)
		case "scripts":
			p.Scripts += once(squeezed, target, data)
		case "pictures":
			p.Pictures += len(data)
		}
	}
	return p
}

// within counts the bytes from each open to the next close, tags included.
func within(page []byte, open, close string, found func([]byte)) int {
	n := 0
	for {
		i := bytes.Index(page, []byte(open))
		if i < 0 {
			return n
		}
		page = page[i:]
		end := bytes.Index(page, []byte(close))
		if end < 0 {
			return n
		}
		end += len(close)
		if found != nil {
			found(page[:end])
		}
		n, page = n+end, page[end:]
	}
}

func once(known map[string]int, name string, data []byte) int {
	if n, ok := known[name]; ok {
		return n
	}
	known[name] = compressed(data)
	return known[name]
}

// compressed is how many bytes servers send: gzip at the level that they use.
func compressed(data []byte) int {
	var n counter
	z := gzip.NewWriter(&n)
	z.Write(data) // a counter takes everything
	z.Close()
	return int(n)
}

type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
