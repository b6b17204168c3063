package preview

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
)

// ownPolicy is for the pages that we make: they run our script and frame the site's pages.
const ownPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"

// Widths of frames, in CSS pixels: from the narrowest phone to a wall of screens.
const narrowest, widest = 200, 4000

// frame answers with the page that shows a page of the site at a width. It holds the script alone,
// which makes the toolbar and the frame from its attributes.
func (s *Server) frame(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	page, script := q.Get("page"), q.Get("script")
	width, err := strconv.Atoi(q.Get("width"))
	if err != nil || width < narrowest || width > widest || strconv.Itoa(width) != q.Get("width") {
		say(w, r, http.StatusBadRequest, fmt.Sprintf("width is a number from %d to %d", narrowest, widest))
		return
	}
	switch script {
	case "":
		script = "yes"
	case "yes", "no":
	default:
		say(w, r, http.StatusBadRequest, "script is yes or no")
		return
	}
	now, err := s.current(r.Context())
	if err != nil {
		stopped(w, r)
		return
	}
	if !now.has(page) {
		say(w, r, http.StatusNotFound, "the site has no such page")
		return
	}
	more := ` data-frame="` + q.Get("width") + `" data-script="` + script + `"`
	title := html.EscapeString(page + " at " + q.Get("width") + " pixels")
	shell := "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n" +
		"<title>" + title + "</title>\n" + s.element(now.ID, page, more) + "\n</head>\n<body></body>\n</html>\n"
	w.Header().Set("Content-Security-Policy", ownPolicy+"; frame-ancestors 'self'")
	s.write(w, r, http.StatusOK, typeOf(".html"), []byte(shell))
}

// has says whether the site of the state has a page.
func (n *showing) has(page string) bool {
	if n.Pages == nil {
		return false
	}
	_, _, ok := n.Pages.Quick(page)
	return ok
}
