package draw

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// tidy turns ECharts' SVG into what pages carry: presentation attributes only, because a strict
// policy forbids style attributes; no invisible shapes; the common font once. It fails on
// anything that is not well-formed or could run.
func tidy(raw []byte) ([]byte, error) {
	s := strings.Map(legalXML, string(raw))
	root := rootTag.FindStringSubmatch(s)
	if root == nil {
		return nil, fmt.Errorf("no svg element")
	}
	s = s[len(root[0]):]
	s = background.ReplaceAllString(s, "")
	s = unseen.ReplaceAllString(s, "")
	s = strings.ReplaceAll(s, ` pointer-events="visible"`, "")
	font := ""
	s = styles.ReplaceAllStringFunc(s, func(m string) string { return attributes(m[len(` style="`):len(m)-1], &font) })
	s = words.ReplaceAllStringFunc(s, spaced)
	for _, name := range []string{"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use", "stop"} {
		s = strings.ReplaceAll(s, "></"+name+">", "/>")
	}
	s = strings.ReplaceAll(s, "\n", "")
	head := `<svg xmlns="http://www.w3.org/2000/svg"`
	if strings.Contains(s, "xlink:") {
		head += ` xmlns:xlink="http://www.w3.org/1999/xlink"`
	}
	head += ` viewBox="` + root[1] + `" aria-hidden="true" focusable="false"`
	if font != "" {
		head += ` font-family="` + font + `"`
		s = strings.ReplaceAll(s, ` font-family="`+font+`"`, "")
	}
	out := []byte(head + ">" + s)
	return out, sound(out)
}

var (
	rootTag    = regexp.MustCompile(`^<svg [^>]*viewBox="([^"]*)"[^>]*>`)
	background = regexp.MustCompile(`^\s*<rect [^>]*fill="none"></rect>`)
	unseen     = regexp.MustCompile(`<(path|rect) (d="[^"]*" )?(transform="[^"]*" )?(fill="none" pointer-events="visible"|fill="rgb\(0,0,0\)" fill-opacity="0"( stroke="[^"]*" stroke-width="0")?)></(path|rect)>`)
	styles     = regexp.MustCompile(` style="[^"]*"`)
	words      = regexp.MustCompile(`<text [^>]* xml:space="preserve"[^>]*>[^<]*<`)
)

// spaced cuts xml:space off a text in which there is nothing to preserve: neither a space at an end nor
// two in a row.
func spaced(text string) string {
	_, said, _ := strings.Cut(strings.TrimSuffix(text, "<"), ">")
	if strings.Join(strings.Fields(said), " ") != said {
		return text
	}
	return strings.Replace(text, ` xml:space="preserve"`, "", 1)
}

// attributes writes CSS declarations as presentation attributes. The first font family becomes
// the drawing's own.
func attributes(css string, font *string) string {
	var b strings.Builder
	for d := range strings.SplitSeq(strings.ReplaceAll(css, "&quot;", "'"), ";") {
		name, value, ok := strings.Cut(d, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case !ok:
			continue
		case name == "font-size":
			value = strings.TrimSuffix(value, "px")
		case name == "white-space" && strings.HasPrefix(value, "pre"):
			name, value = "xml:space", "preserve"
		case name == "font-family" && *font == "":
			*font = value
		}
		b.WriteString(" " + name + `="` + value + `"`)
	}
	return b.String()
}

// legalXML drops characters that XML 1.0 forbids.
func legalXML(r rune) rune {
	if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

// sound reports XML that does not parse, and elements or attributes that have no business in a
// drawing.
func sound(svg []byte) error {
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "script", "style", "foreignObject", "a", "iframe":
			return fmt.Errorf("an element %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || a.Name.Local == "class" {
				return fmt.Errorf("an attribute %s", a.Name.Local)
			}
			if a.Name.Local == "href" && !own(a.Value) || a.Name.Local != "transform" && strings.Contains(a.Value, "(") && elsewhere.MatchString(a.Value) {
				return fmt.Errorf("something from elsewhere: %s", a.Value)
			}
		}
	}
}

// elsewhere is a reference in a colour, a clip or a filter to what is no part of the drawing.
var elsewhere = regexp.MustCompile(`(?i)url\(\s*['"]?[^'"#\s]`)

// own reports whether an address is a part of the drawing or holds the picture itself.
func own(address string) bool {
	return strings.HasPrefix(address, "#") || strings.HasPrefix(address, "data:image/")
}
