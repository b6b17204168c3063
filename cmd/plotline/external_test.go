package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// TestCheckExternal asks a real server for what a story, a page and plotline.yaml link to: each answer is
// told where the link was written, and what was there is not asked for again within a day of the clock.
func TestCheckExternal(t *testing.T) {
	var asked atomic.Int64
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/fine", "/new":
		case "/moved":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/shut":
			w.WriteHeader(http.StatusForbidden)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer web.Close()
	t.Setenv("PLOTLINE_CACHE", t.TempDir())
	at := strings.NewReplacer("WEB", web.URL).Replace
	public := buildOf(t, map[string]string{
		"plotline.yaml":         at("title: T\nbase-url: https://own.example/\nnavigation: [about, {title: Mast, url: WEB/mast}]\n"),
		"site/pages/about.md":   at("---\ntitle: About\n---\n[Us](WEB/shut) and [there](https://own.example/about/).\n"),
		"site/stories/first.md": at("---\ntitle: First\nsources: {s: {title: S, url: WEB/source}}\n---\n[Fine](WEB/fine#part)\n[gone](WEB/gone?a=1&b=2)\n[again](WEB/gone?a=1&b=2)\n[moved](WEB/moved)\n"),
	})
	check := func(clock string, more ...string) (code int, stdout, stderr string) {
		var out, err bytes.Buffer
		code = run(context.Background(), append([]string{"check", "--external", "-s", filepath.Dir(public), "--clock", clock}, more...), &out, &err)
		return code, out.String(), regexp.MustCompile(`~+`).ReplaceAllString(strings.ReplaceAll(err.String(), web.URL, "WEB"), "~")
	}
	code, _, stderr := check("2022-05-27")
	if code != 1 || stderr != unanswered {
		t.Errorf("exit code %d:\n%s\nwant\n%s", code, stderr, unanswered)
	}
	first := asked.Swap(0)
	check("2022-05-27 23:59")
	if second := asked.Swap(0); first != 11 || second != 10 { // five addresses that nothing good is known of, two of them asked again whole, and /new
		t.Errorf("%d requests, and %d in the same day", first, second)
	}
	if check("2022-05-28"); asked.Load() != 11 {
		t.Errorf("%d requests the day after", asked.Load())
	}
	os.WriteFile(filepath.Join(filepath.Dir(public), "site/stories/first.md"), []byte(at("---\ntitle: First\n---\n[Fine](WEB/fine)\n")), 0o644)
	os.WriteFile(filepath.Join(filepath.Dir(public), "plotline.yaml"), []byte("title: T\n"), 0o644)
	if code, stdout, stderr := check("2022-05-28"); code != 0 || !strings.Contains(stdout, "every link inside holds; 3 addresses of other servers asked for") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	if code, _, _ := check("2022-05-28", "--strict"); code != 1 {
		t.Errorf("exit code %d with --strict", code)
	}
	os.RemoveAll(filepath.Join(filepath.Dir(public), "site/pages"))
	if code, stdout, stderr := check("2022-05-28", "--strict"); code != 0 || !strings.Contains(stdout, "every link holds; 1 address of other servers asked for") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

const unanswered = `plotline: plotline.yaml:3:40: the link "WEB/mast" leads nowhere: the server answers 404 Not Found
    3 | navigation: [about, {title: Mast, url: WEB/mast}]
      |                                        ~ find where it stands now, or link to an archived copy
plotline: site/pages/about.md:4:6: warning: whether the link "WEB/shut" holds is not known: the server answers 403 Forbidden [link-unclear]
    4 | [Us](WEB/shut) and [there](https://own.example/about/).
      |      ~ open it in a browser
plotline: site/stories/first.md:3:30: the link "WEB/source" leads nowhere: the server answers 404 Not Found
    3 | sources: {s: {title: S, url: WEB/source}}
      |                              ~ find where it stands now, or link to an archived copy
plotline: site/stories/first.md:6:8: the link "WEB/gone?a=1&b=2" leads nowhere: the server answers 404 Not Found
    6 | [gone](WEB/gone?a=1&b=2)
      |        ~ find where it stands now, or link to an archived copy
plotline: site/stories/first.md:7:9: the link "WEB/gone?a=1&b=2" leads nowhere: the server answers 404 Not Found
    7 | [again](WEB/gone?a=1&b=2)
      |         ~ find where it stands now, or link to an archived copy
plotline: site/stories/first.md:8:9: warning: the link "WEB/moved" has moved for good [link-moved]
    8 | [moved](WEB/moved)
      |         ~ write WEB/new
plotline: 4 errors and 2 warnings
`
