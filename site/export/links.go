package export

import (
	"encoding/base64"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

func attribute(t *html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(t *html.Token, name string) bool {
	for _, a := range t.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func set(t *html.Token, name, value string) {
	for i := range t.Attr {
		if t.Attr[i].Key == name {
			t.Attr[i].Val = value
			return
		}
	}
	t.Attr = append(t.Attr, html.Attribute{Key: name, Val: value})
}

func remove(t *html.Token, names ...string) {
	var kept []html.Attribute
	for _, a := range t.Attr {
		keep := true
		for _, n := range names {
			keep = keep && a.Key != n
		}
		if keep {
			kept = append(kept, a)
		}
	}
	t.Attr = kept
}

// target is what an address in the page leads to: a file of the site with a place in it, or nothing
// when it leads elsewhere.
func (s *single) target(address string) (file, place string, ours bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" {
		return "", "", false
	}
	switch {
	case u.Path == "":
		file = s.Path
	case strings.HasPrefix(u.Path, "/"):
		root := "/"
		if base, err := url.Parse(s.Base); err == nil && base.Path != "" {
			root = base.Path
		}
		file = strings.TrimPrefix(strings.TrimPrefix(u.Path, strings.TrimSuffix(root, "/")), "/")
	default:
		file = path.Join(path.Dir(s.Path), u.Path)
		if strings.HasSuffix(u.Path, "/") {
			file += "/"
		}
	}
	if file == "" || file == "." || strings.HasSuffix(file, "/") {
		file = path.Join(file, "index.html")
	}
	if u.Fragment != "" {
		place = "#" + u.EscapedFragment()
	}
	return file, place, true
}

// absolute is the address of a file of the site on the web; the site has a base.
func (s *single) absolute(file, place string) string {
	escaped := (&url.URL{Path: strings.TrimSuffix(file, "index.html")}).EscapedPath()
	return strings.TrimSuffix(s.Base, "/") + "/" + escaped + place
}

// anchor writes a link's tag: to a place of the page, with the file that it loads down inside, to the
// web, or as words.
func (s *single) anchor(t *html.Token) {
	defer func() { s.out.WriteString(t.String()) }()
	address := attribute(t, "href")
	file, place, ours := s.target(address)
	switch {
	case !has(t, "href") || !ours:
		return
	case file == s.Path:
		if place == "" {
			place = "#"
		}
		set(t, "href", place)
		return
	case has(t, "download"):
		data, ok := s.read(file)
		if !ok {
			break
		}
		set(t, "href", dataURL(file, data))
		set(t, "download", strings.ReplaceAll(strings.Replace(file, "/charts/", "/", 1), "/", "-"))
		return
	}
	if s.Base == "" {
		remove(t, "href", "rel", "hreflang", "download", "target", "type")
		return
	}
	set(t, "href", s.absolute(file, place))
}

// link puts a style sheet in, and keeps links that only say something.
func (s *single) link(t *html.Token) {
	rels := strings.Fields(strings.ToLower(attribute(t, "rel")))
	address := attribute(t, "href")
	file, place, ours := s.target(address)
	for _, rel := range rels {
		switch rel {
		case "stylesheet":
			if css, ok := s.read(file); ours && ok {
				s.style(s.sheet(css, file))
			} else {
				s.miss("the style sheet " + address)
			}
			return
		case "icon", "apple-touch-icon":
			if strings.HasPrefix(address, "data:") {
				s.out.WriteString(t.String())
			} else if data, ok := s.read(file); ours && ok {
				set(t, "href", dataURL(file, data))
				s.out.WriteString(t.String())
			}
			return
		case "canonical", "alternate", "license", "author", "prev", "next":
			if ours && s.Base == "" {
				return
			}
			if ours {
				set(t, "href", s.absolute(file, place))
			}
			s.out.WriteString(t.String())
			return
		}
	}
	// The rest would have browsers fetch something.
}

// embedded puts what an element shows into it, and reports whether its tag is another now.
func (s *single) embedded(t *html.Token) (changed bool) {
	if has(t, "srcset") || has(t, "loading") { // what is inside need not wait to be seen
		remove(t, "srcset", "sizes", "loading")
		changed = true
	}
	names := []string{"src", "poster", "data"}
	if t.Data == "image" || t.Data == "use" || t.Data == "feimage" {
		names = []string{"href", "xlink:href"}
	}
	for _, name := range names {
		address := attribute(t, name)
		if address == "" || strings.HasPrefix(address, "data:") || strings.HasPrefix(address, "#") {
			continue
		}
		changed = true
		file, _, ours := s.target(address)
		if data, ok := s.read(file); ours && ok && !slices.Contains([]string{"iframe", "embed", "object"}, t.Data) {
			set(t, name, dataURL(file, data))
		} else {
			s.miss(address)
			remove(t, name)
		}
	}
	return changed
}

func (s *single) read(file string) ([]byte, bool) {
	if file == "" || s.err != nil {
		return nil, false
	}
	data, ok, err := s.Read(file)
	s.err = err
	return data, ok && err == nil
}

var (
	cssURL    = regexp.MustCompile(`(?i)url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)`)
	cssImport = regexp.MustCompile(`(?i)@import[^;]*;`)
)

// sheet is a style sheet with what it shows inside; file is its own path.
func (s *single) sheet(css []byte, file string) []byte {
	css = cssImport.ReplaceAllFunc(css, func(rule []byte) []byte {
		s.miss("the style sheet of " + string(rule))
		return nil
	})
	from := *s
	from.Path = file
	return cssURL.ReplaceAllFunc(css, func(b []byte) []byte {
		m := cssURL.FindSubmatch(b)
		address := string(m[1]) + string(m[2]) + string(m[3])
		if strings.HasPrefix(address, "data:") || strings.HasPrefix(address, "#") {
			return b
		}
		to, _, ours := from.target(address)
		if data, ok := s.read(to); ours && ok {
			return []byte(`url("` + dataURL(to, data) + `")`)
		}
		s.miss(address)
		return []byte(`url("data:,")`)
	})
}

// types are the media types of what pages show and offer. The machine's own list would make other
// bytes on other machines.
var types = map[string]string{
	".avif": "image/avif", ".csv": "text/csv;charset=utf-8", ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".json": "application/json",
	".mp3": "audio/mpeg", ".mp4": "video/mp4", ".otf": "font/otf", ".png": "image/png", ".svg": "image/svg+xml", ".ttf": "font/ttf", ".txt": "text/plain;charset=utf-8",
	".webm": "video/webm", ".webp": "image/webp", ".woff": "font/woff", ".woff2": "font/woff2",
}

// dataURL is a file as an address.
func dataURL(file string, data []byte) string {
	kind := types[strings.ToLower(path.Ext(file))]
	if kind == "" {
		kind = "application/octet-stream"
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
}
