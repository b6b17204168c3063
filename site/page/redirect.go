package page

import (
	"bytes"
	"html"

	"plotline/templates"
)

// Redirect returns a page at path from that leads to the page at path to: at once, and by a link for
// those whose browsers do not. Search engines are told the address that holds.
func (s Site) Redirect(from, to, language string) []byte {
	words := templates.WordsFor(either(language, either(s.Language, "en")))
	address := html.EscapeString(relative(up(from), to))
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>\n<html lang=\"" + html.EscapeString(words.Language) + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">` + "\n" +
		"<title>" + html.EscapeString(words.Moved) + "</title>\n<meta name=\"robots\" content=\"noindex\">\n")
	if c := s.absolute(to); c != "" {
		b.WriteString(`<link rel="canonical" href="` + html.EscapeString(c) + "\">\n")
	}
	b.WriteString(`<meta http-equiv="refresh" content="0; url=` + address + "\">\n</head>\n<body>\n<main>\n<h1>" + html.EscapeString(words.Moved) + "</h1>\n<p><a href=\"" +
		address + "\">" + html.EscapeString(words.MovedTo) + "</a></p>\n</main>\n</body>\n</html>\n")
	return b.Bytes()
}
