// Package check looks at a finished site as a visitor would: does every link lead somewhere?
//
// In go the site's files; out come the links that do not hold. Start with Links.
package check

import (
	"bytes"
	"html"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
)

// File is one file of the site.
type File struct {
	Path string // from the site's root
	Data []byte
}

// Broken is a link that leads nowhere.
type Broken struct {
	Page, Link string
	Target     string   // the path that is missing, or that lacks the id
	ID         string   // the id that is missing; empty when the whole file is
	IDs        []string // those that the target has
}

// page is what a page says of itself.
type page struct {
	links []string
	ids   map[string]bool
}

// Links checks every internal link, anchor, image and asset of the site's pages: addresses of other
// servers are not followed. Base is the path of the site's root on its server, for absolute paths.
// The order is that of the files.
func Links(files []File, base string) []Broken {
	pages := make([]*page, len(files))
	var g sync.WaitGroup
	for i, f := range files {
		if path.Ext(f.Path) == ".html" {
			g.Go(func() { pages[i] = read(f.Data) })
		}
	}
	g.Wait()
	at := make(map[string]*page, len(files))
	for i, f := range files {
		at[f.Path] = pages[i]
	}
	var broken []Broken
	for i, f := range files {
		if pages[i] == nil {
			continue
		}
		for _, link := range pages[i].links {
			if b, ok := follow(f.Path, link, base, at); !ok {
				broken = append(broken, b)
			}
		}
	}
	return broken
}

// follow reports whether a link of a page leads to a file of the site, and to an id in it.
func follow(from, link, base string, at map[string]*page) (Broken, bool) {
	u, err := url.Parse(link)
	if err != nil {
		return Broken{Page: from, Link: link, Target: link}, false
	}
	if u.Scheme != "" || u.Host != "" {
		return Broken{}, true
	}
	target := from
	switch {
	case strings.HasPrefix(u.Path, "/"):
		rest, inside := strings.CutPrefix(u.Path, base)
		if !inside {
			return Broken{Page: from, Link: link, Target: u.Path}, false
		}
		target = rest
	case u.Path != "":
		target = path.Join(path.Dir(from), u.Path)
		if strings.HasSuffix(u.Path, "/") {
			target += "/"
		}
	}
	if target == "" || target == "." || strings.HasSuffix(target, "/") {
		target = path.Join(target, "index.html")
	}
	to, exists := at[target]
	if !exists {
		if to, exists = at[target+"/index.html"]; !exists {
			return Broken{Page: from, Link: link, Target: target}, false
		}
	}
	id := u.Fragment
	if id == "" || to == nil || to.ids[id] || id == "top" {
		return Broken{}, true
	}
	ids := make([]string, 0, len(to.ids))
	for known := range to.ids {
		ids = append(ids, known)
	}
	slices.Sort(ids)
	return Broken{Page: from, Link: link, Target: target, ID: id, IDs: ids}, false
}

// read finds links and ids in a page of ours: attributes stand in double quotes there. It is a scan
// of the tags and no parser, at ten times the speed.
func read(b []byte) *page {
	p := &page{ids: map[string]bool{}}
	for {
		i := bytes.IndexByte(b, '<')
		if i < 0 || i+1 >= len(b) {
			return p
		}
		b = b[i+1:]
		if b[0] == '!' || b[0] == '/' {
			continue
		}
		name := b[:len(b)-len(bytes.TrimLeftFunc(b, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }))]
		b = p.attributes(b[len(name):])
		if bytes.Equal(name, []byte("script")) || bytes.Equal(name, []byte("style")) {
			if i := bytes.Index(b, []byte("</")); i >= 0 {
				b = b[i:]
			}
		}
	}
}

// attributes reads the attributes of one tag and returns what is behind it.
func (p *page) attributes(b []byte) []byte {
	for {
		i := bytes.IndexAny(b, "=>")
		if i < 0 {
			return nil
		}
		if b[i] == '>' {
			return b[i+1:]
		}
		name := bytes.TrimSpace(b[:i])
		if k := bytes.LastIndexAny(name, " \t\n/"); k >= 0 {
			name = name[k+1:]
		}
		b = b[i+1:]
		if len(b) == 0 || b[0] != '"' {
			continue
		}
		end := bytes.IndexByte(b[1:], '"')
		if end < 0 {
			return nil
		}
		value := b[1 : 1+end]
		b = b[end+2:]
		switch string(name) {
		case "href", "src":
			p.links = append(p.links, html.UnescapeString(string(value)))
		case "id":
			p.ids[html.UnescapeString(string(value))] = true
		case "content": // of a redirect
			if i := bytes.Index(value, []byte("; url=")); i >= 0 {
				p.links = append(p.links, html.UnescapeString(string(value[i+6:])))
			}
		}
	}
}
