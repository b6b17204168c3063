package preview

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	own         = ".plotline/" // where our own resources live, below the base
	longestPath = 4096         // bytes of a path that is looked up
)

// ServeHTTP answers a request, or refuses it. There are no CORS headers: no page of another origin
// may read what is served here, which drafts are part of.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "frame-ancestors 'self'")
	if status, why := s.refuse(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD")
		}
		if r.ContentLength != 0 {
			// Nobody waits for the rest of a body, which may never come.
			http.NewResponseController(w).SetReadDeadline(time.Now())
		}
		say(w, r, status, why)
		return
	}
	if r.URL.Path == "/" && s.base != "/" || r.URL.Path+"/" == s.base {
		redirect(w, r, s.address)
		return
	}
	path, inside := strings.CutPrefix(r.URL.Path, s.base)
	if !inside {
		say(w, r, http.StatusNotFound, "the site begins at "+s.address)
		return
	}
	switch name, ours := strings.CutPrefix(path, own); {
	case !ours:
		s.file(w, r, path)
	case name == "preview.js" && len(s.options.Script) > 0:
		s.write(w, r, http.StatusOK, typeOf(name), s.options.Script)
	case name == "events":
		s.events(w, r)
	case name == "frame":
		s.frame(w, r)
	default:
		say(w, r, http.StatusNotFound, "the preview has no such resource")
	}
}

// refuse returns the status and the reason with which a request is turned away, or 0.
func (s *Server) refuse(r *http.Request) (int, string) {
	if !s.calledByName(r) {
		// A name that someone else may point at this machine: DNS rebinding.
		return http.StatusForbidden, "the preview answers to localhost only"
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "the preview can only be read"
	}
	if r.URL.Host != "" || r.URL.Scheme != "" || r.ContentLength != 0 {
		return http.StatusBadRequest, "the preview is no proxy and takes no data"
	}
	if !sameOrigin(r) {
		return http.StatusForbidden, "the preview answers to its own pages only"
	}
	return badPath(r)
}

// calledByName says whether the Host header is one of ours: a loopback name or the address we are
// bound to, with the port we are bound to.
func (s *Server) calledByName(r *http.Request) bool {
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if local == nil {
		return false
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return false
	}
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil { // no port: browsers leave out that of the scheme
		host, port = strings.Trim(r.Host, "[]"), "80"
	}
	if port != strconv.Itoa(int(at.Port())) {
		return false
	}
	bind := strings.Trim(s.options.Bind, "[]")
	if strings.EqualFold(host, "localhost") || bind != "" && strings.EqualFold(host, bind) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	if everywhere, err := netip.ParseAddr(bind); err == nil && everywhere.IsUnspecified() {
		return true // bound to every address; rebinding needs a name
	}
	ip = ip.Unmap()
	return ip == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || ip == netip.IPv6Loopback() || ip == at.Addr().Unmap()
}

// sameOrigin says whether a page of ours asks, or a reader who typed or followed an address. A
// page on another port of this machine is of the same site, and still none of ours.
func sameOrigin(r *http.Request) bool {
	if o, told := r.Header["Origin"]; told && (len(o) != 1 || !strings.EqualFold(o[0], "http://"+r.Host)) {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none": // absent: not a browser, or an old one
		return true
	}
	// A link from elsewhere may open a page of the site in a window, and no more than that.
	path := r.URL.Path
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document" && !strings.Contains(path, "/"+own)
}

// badPath refuses the paths that no link of a site has. Pages would not know them either; they are
// turned away here so that no Pages ever sees one.
func badPath(r *http.Request) (int, string) {
	path := r.URL.Path
	if !utf8.ValidString(path) || strings.ContainsFunc(path, unicode.IsControl) || strings.Contains(path, `\`) || !strings.HasPrefix(path, "/") {
		return http.StatusBadRequest, "this is no address of a page"
	}
	written, _, _ := strings.Cut(strings.ToLower(r.RequestURI), "?")
	if strings.Contains(written, "%2e") || strings.Contains(written, "%2f") {
		return http.StatusNotFound, "dots and slashes of addresses are written as they are"
	}
	if len(path) > longestPath || strings.Contains(path, "//") {
		return http.StatusNotFound, "the site has no such page"
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." {
			return http.StatusNotFound, "the site has no such page"
		}
	}
	return 0, ""
}
