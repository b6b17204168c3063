package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"plotline/templates"
)

// Page is a page of a site on its way into one file.
type Page struct {
	HTML  []byte
	Path  string // from the site's root
	Base  string // absolute address of the site's root, or empty
	Read  Read
	Live  *templates.Bundle // what wakes charts; nil leaves them drawings
	Sheet string            // size of a printed page, as CSS names it; the printer's own when empty
}

// Single returns a page that needs no other file and no network: styles, pictures and downloads are
// inside, and its policy lets nothing in. Links to the rest of the site become absolute, or words when
// the site has no address. Left lists what the page asked for that no single file can hold.
func Single(p Page) (one []byte, left []string, err error) {
	s := &single{Page: p}
	z := html.NewTokenizer(bytes.NewReader(p.HTML))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break // the end: a buffer has no other errors
		}
		s.token(kind, z)
		if s.err != nil {
			return nil, nil, s.err
		}
	}
	return bytes.Replace(s.out.Bytes(), []byte(policyMark), []byte(html.EscapeString(s.policy())), 1), s.left, nil
}

// policyMark stands where the policy goes, which names every style and script by its hash. No page of
// ours holds a NUL.
const policyMark = "\x00policy\x00"

type single struct {
	Page
	at              int // in the page, behind the token that is read
	out             bytes.Buffer
	styles, scripts []string // hashes
	hasPolicy       bool
	skip            string // the element whose content is left out
	depth           int    // of elements of that name inside it
	raw             string // style or JSON whose text is next
	series          []string
	left            []string
	err             error
}

func (s *single) token(kind html.TokenType, z *html.Tokenizer) {
	raw := slices.Clone(z.Raw())
	s.at += len(raw)
	if kind != html.StartTagToken && kind != html.SelfClosingTagToken && kind != html.EndTagToken {
		s.text(raw)
		return
	}
	t := z.Token()
	switch {
	case s.skip != "":
		if t.Data == s.skip && kind == html.StartTagToken {
			s.depth++
		} else if t.Data == s.skip && kind == html.EndTagToken {
			if s.depth--; s.depth == 0 {
				s.skip = ""
			}
		}
	case kind == html.EndTagToken:
		s.end(t.Data)
		s.out.Write(raw)
	default:
		s.start(&t, raw, kind == html.StartTagToken)
	}
}

func (s *single) text(raw []byte) {
	switch s.raw {
	case "style":
		s.styles = append(s.styles, hash([]byte(lines.Replace(string(raw)))))
	case "option":
		s.series = append(s.series, seriesOf(raw)...)
	}
	s.raw = ""
	if s.skip == "" {
		s.out.Write(raw)
	}
}

// leave leaves an element out with all that is in it.
func (s *single) leave(name string, open bool) {
	if open {
		s.skip, s.depth = name, 1
	}
}

// end writes what stands before a closing tag.
func (s *single) end(name string) {
	switch {
	case name == "head" && !s.hasPolicy:
		s.out.WriteString(`<meta http-equiv="Content-Security-Policy" content="` + policyMark + `">` + "\n")
		s.hasPolicy = true
	case name == "body" && len(s.series) > 0:
		s.wake()
	}
	if name == "head" {
		s.style([]byte(ownStyle(s.Sheet)))
	}
}

// ownStyle is what a page that stands alone wants besides the site's styles: words that were links look
// like words.
func ownStyle(sheet string) string {
	css := "a:not([href]){text-decoration:none}"
	if sheet != "" {
		css += "@page{size:" + sheet + "}"
	}
	return css
}

func (s *single) style(css []byte) {
	css = []byte(lines.Replace(string(css)))
	s.styles = append(s.styles, hash(css))
	s.out.WriteString("<style>")
	s.out.Write(css)
	s.out.WriteString("</style>\n")
}

func (s *single) start(t *html.Token, raw []byte, open bool) {
	switch t.Data {
	case "meta":
		if strings.EqualFold(attribute(t, "http-equiv"), "Content-Security-Policy") {
			if !s.hasPolicy {
				set(t, "content", policyMark)
				s.out.WriteString(t.String())
			}
			s.hasPolicy = true
			return
		}
	case "link":
		s.link(t)
		return
	case "script":
		s.script(t, raw)
		return
	case "style":
		s.raw = "style"
	case "nav":
		if s.Base == "" { // it leads to where a reader of this file cannot go
			if s.inside() {
				break
			}
			s.leave("nav", open)
			return
		}
	case "span":
		if s.Base == "" && attribute(t, "class") == "versions" {
			s.leave("span", open)
			return
		}
	case "a", "area":
		s.anchor(t)
		return
	case "base":
		return
	}
	if s.embedded(t) {
		s.out.WriteString(t.String())
		return
	}
	s.out.Write(raw)
}

// inside reports whether the nav that begins leads to places in the page.
func (s *single) inside() bool {
	nav, _, _ := bytes.Cut(s.HTML[s.at:], []byte("</nav>"))
	return !bytes.Contains(bytes.ReplaceAll(nav, []byte(` href="#`), nil), []byte(" href="))
}

// script keeps data. What runs is left out, the site's own without a word: what wakes charts is put in
// at the end.
func (s *single) script(t *html.Token, raw []byte) {
	kind := strings.ToLower(attribute(t, "type"))
	switch {
	case attribute(t, "class") == "chart-option":
		if s.Live == nil {
			s.leave("script", true)
			return
		}
		s.raw = "option"
	case strings.HasSuffix(kind, "json"):
	default:
		src := attribute(t, "src")
		file, _, ours := s.target(src)
		if _, ok := s.read(file); !ours || !ok || src == "" {
			s.miss("the script " + src)
		}
		s.leave("script", true)
		return
	}
	s.out.Write(raw)
}

func (s *single) miss(what string) {
	if what = strings.TrimSpace(what); !slices.Contains(s.left, what) {
		s.left = append(s.left, what)
	}
}

// seriesOf lists the types of series of a chart's state.
func seriesOf(state []byte) []string {
	type option struct{ Series []struct{ Type string } }
	var v struct {
		Option struct {
			option
			BaseOption option
		}
	}
	if json.Unmarshal(state, &v) != nil {
		return nil
	}
	var types []string
	for _, one := range slices.Concat(v.Option.Series, v.Option.BaseOption.Series) {
		types = append(types, one.Type)
	}
	return types
}

// wake writes the scripts that make charts live. All but the page's own sleep until a reader reaches
// for a chart, when it runs them by its own hand; so each is named in the policy.
func (s *single) wake() {
	for _, part := range s.Live.Parts(s.series) {
		s.asleep("plotline_"+part.Name, part.Data)
	}
	fmt.Fprintf(&s.out, `<script type="text/plain" id="plotline_licences">%s</script>`+"\n", inScript(s.Live.Licenses))
	text := inScript(s.Live.Runtime)
	s.scripts = append(s.scripts, hash(text))
	fmt.Fprintf(&s.out, "<script>%s</script>\n", text)
}

func (s *single) asleep(id string, script []byte) {
	text := inScript(script)
	s.scripts = append(s.scripts, hash(text))
	fmt.Fprintf(&s.out, `<script type="text/plain" id="%s">%s</script>`+"\n", id, text)
}

var (
	closing = regexp.MustCompile(`(?i)</(script)`)
	lines   = strings.NewReplacer("\r\n", "\n", "\r", "\n") // as browsers read them, and hash them
)

// inScript is a script that ends no script element: its strings and patterns mean what they did.
func inScript(script []byte) []byte {
	return closing.ReplaceAll([]byte(strings.ReplaceAll(lines.Replace(string(script)), "<!--", `\x3c!--`)), []byte(`<\/$1`))
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy lets in what the file holds, and nothing else.
func (s *single) policy() string {
	p := "default-src 'none'; img-src data:; font-src data:; media-src data:; style-src " + strings.Join(s.styles, " ")
	if len(s.scripts) > 0 {
		p += "; script-src " + strings.Join(s.scripts, " ")
	}
	return p + "; base-uri 'none'; form-action 'none'"
}
