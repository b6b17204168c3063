package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "write pictures of the seed site into this folder")

// seed builds the project at the repository's root and returns the folder of its site.
func seed(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "public")
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-s", "../..", "-d", dir}, &stdout, &stderr); code != 0 {
		t.Fatalf("build: %s", stderr.String())
	}
	return dir
}

// browser starts Chromium and returns a context for tabs in it. A machine without one skips the
// test, except in CI.
func browser(t testing.TB) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); errors.Is(err, exec.ErrNotFound) {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is missing")
		}
		t.Skip("chromium is missing: this browser test is left out")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("font-render-hinting", "none"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// serve serves a folder under a prefix.
func serve(t testing.TB, dir, prefix string) string {
	s := httptest.NewServer(http.StripPrefix(prefix, http.FileServer(http.Dir(dir))))
	t.Cleanup(s.Close)
	return s.URL + prefix
}

// theme makes the page prefer light or dark.
func theme(ctx context.Context, name string) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
	return err
}

// TestShots writes pictures for people to look at: `make shots`.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Log("no -shots folder: nothing to write")
		return
	}
	ctx := browser(t)
	url := serve(t, seed(t), "/inland")
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct{ name, path string }{{"front", "/"}, {"story", "/inland-technology/"}} {
		for _, width := range []int64{375, 768, 1280} {
			for _, mode := range []string{"light", "dark"} {
				limit, cancel := context.WithTimeout(ctx, 30*time.Second)
				err := errors.Join(theme(limit, mode), chromedp.Do(limit, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url+page.path)))
				picture, shotErr := chromedp.Run(limit, chromedp.FullScreenshot(100))
				cancel()
				if err := errors.Join(err, shotErr); err != nil {
					t.Fatal(err)
				}
				name := filepath.Join(*shots, fmt.Sprintf("%s-%d-%s.png", page.name, width, mode))
				if err := os.WriteFile(name, picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
