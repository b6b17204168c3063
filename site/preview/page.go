package preview

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	markup "golang.org/x/net/html"
)

const lost = "404.html"

// types are the content types by extension; nothing is guessed from bytes.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2",
	".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml; charset=utf-8",
	".json": "application/json; charset=utf-8", ".webmanifest": "application/manifest+json; charset=utf-8",
}

func typeOf(name string) string {
	if t := types[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}

func isPage(name string) bool { return strings.EqualFold(path.Ext(name), ".html") }

// isPiece tells HTML that is to be pasted into a page: figures.
func isPiece(data []byte) bool { return bytes.HasPrefix(data, []byte("<figure")) }

// file answers with what the site has at a path, or with its page for lost readers.
func (s *Server) file(w http.ResponseWriter, r *http.Request, name string) {
	now, err := s.current(r.Context())
	if err != nil {
		stopped(w, r)
		return
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if now.Pages == nil {
		s.waiting(w, r, now, name)
		return
	}
	data, ok, err := now.Pages.File(r.Context(), name)
	switch {
	case err != nil && r.Context().Err() != nil:
		stopped(w, r)
	case err != nil:
		s.undrawn(w, r, now, name, err)
	case !ok:
		s.missing(w, r, now, name)
	case isPage(name) && !isPiece(data):
		if r.Method == http.MethodGet {
			now.given.note(name, data)
		}
		s.write(w, r, http.StatusOK, typeOf(name), s.insert(data, now.ID, name))
	default:
		s.asset(w, r, name, data)
	}
}

// asset answers with a file of the site. Those of the folder of hashed names are kept by the
// browser, which asks whether they are still good.
func (s *Server) asset(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	if strings.HasPrefix(name, "assets/") {
		hash := sha256.Sum256(data)
		tag := `"` + hex.EncodeToString(hash[:12]) + `"`
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	s.write(w, r, http.StatusOK, typeOf(name), data)
}

// missing answers for a path that the site has not: a folder without its slash is led to its page,
// as the servers of published sites do. The page for lost readers carries the path that was
// wanted, so that it gives way when that page comes to be.
func (s *Server) missing(w http.ResponseWriter, r *http.Request, now *showing, name string) {
	wanted := name
	if !strings.HasSuffix(name, "/index.html") && !isPage(name) {
		wanted = name + "/index.html"
		if _, _, ok := now.Pages.Quick(wanted); ok {
			to := (&url.URL{Path: s.base + name + "/"}).EscapedPath()
			if r.URL.RawQuery != "" {
				to += "?" + r.URL.RawQuery
			}
			redirect(w, r, to)
			return
		}
	}
	data, ok, err := now.Pages.File(r.Context(), lost)
	if err != nil && r.Context().Err() != nil {
		stopped(w, r)
		return
	}
	if err != nil || !ok {
		data = notice("This page is not here", "the site has no page "+name+", and no 404.html")
	}
	s.write(w, r, http.StatusNotFound, typeOf(lost), s.insert(data, now.ID, wanted))
}

// undrawn answers when a file could not be made: with what there is of a page, so that nobody sees
// a blank one. Its event stream tells the rest.
func (s *Server) undrawn(w http.ResponseWriter, r *http.Request, now *showing, name string, err error) {
	now.given.note(name, nil)
	if data, _, ok := now.Pages.Quick(name); ok && isPage(name) {
		s.write(w, r, http.StatusOK, typeOf(name), s.insert(data, now.ID, name))
		return
	}
	page := notice("This file could not be made", err.Error())
	s.write(w, r, http.StatusInternalServerError, typeOf(lost), s.insert(page, now.ID, name))
}

// waiting answers while no build was good yet: the page says why, and reloads when one is.
func (s *Server) waiting(w http.ResponseWriter, r *http.Request, now *showing, name string) {
	var texts []string
	for _, m := range now.Errors {
		texts = append(texts, m.Text)
	}
	page := notice("There is nothing to show yet", strings.Join(texts, "\n"))
	s.write(w, r, http.StatusServiceUnavailable, typeOf(lost), s.insert(page, now.ID, name))
}

// notice returns a page of our own.
func notice(title, text string) []byte {
	title, text = html.EscapeString(title), html.EscapeString(text)
	return []byte("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + ownPolicy + "\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n" +
		"<title>" + title + "</title>\n</head>\n<body>\n<main>\n<h1>" + title + "</h1>\n<pre>" + text + "</pre>\n</main>\n</body>\n</html>\n")
}

// insert returns a page with the one element that the preview adds.
func (s *Server) insert(page []byte, build, name string) []byte {
	at := endOfHead(page)
	element := s.element(build, name, "")
	out := make([]byte, 0, len(page)+len(element))
	out = append(out, page[:at]...)
	out = append(out, element...)
	return append(out, page[at:]...)
}

// element returns the script element of a page; more are further attributes.
func (s *Server) element(build, name, more string) string {
	if s.options.Plain {
		more += " data-plain"
	}
	return `<script src="` + html.EscapeString(s.address+own) + `preview.js" data-build="` + html.EscapeString(build) +
		`" data-page="` + html.EscapeString(name) + `" data-base="` + html.EscapeString(s.address) + `" data-token="` + s.token + `"` +
		more + ` defer></script>`
}

// endOfHead returns the offset of </head>, or of the end of a page that leaves it out. Comments
// and scripts may hold the same letters.
func endOfHead(page []byte) int {
	z := markup.NewTokenizer(bytes.NewReader(page))
	for at := 0; ; {
		kind := z.Next()
		length := len(z.Raw())
		name, _ := z.TagName() // empty for what is no tag
		switch {
		case kind == markup.EndTagToken && string(name) == "head":
			return at
		case kind == markup.ErrorToken, kind == markup.StartTagToken && string(name) == "body":
			return len(page)
		}
		at += length
	}
}

// write answers with complete bytes. A client that does not take them is dropped.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, kind string, data []byte) {
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.limits.write))
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}

// stopped answers while the server stops, when there is still a client: an empty page is no answer.
func stopped(w http.ResponseWriter, r *http.Request) {
	say(w, r, http.StatusServiceUnavailable, "the preview has stopped")
}

// say answers with a sentence.
func say(w http.ResponseWriter, r *http.Request, status int, text string) {
	w.Header().Set("Content-Type", typeOf(".txt"))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write([]byte(text + "\n"))
	}
}

// redirect leads to an address of ours, for now: nothing of the preview is kept by browsers.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Location", to)
	say(w, r, http.StatusFound, "see "+to)
}
