package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// sheets are the sizes of paper, by the names of the flag and of CSS.
var sheets = map[string]string{"a4": "A4", "a5": "A5", "letter": "letter", "legal": "legal"}

var pdfFile = exportTarget{
	use: "pdf [STORY]", short: "A PDF, printed by Chromium",
	long:   "Print a story to a PDF, as its page is printed, by Chromium or Chrome. One that is not in PATH is named by the environment variable CHROMIUM.",
	output: "file to write, ending in .pdf; - is standard output (default the story's name)",
	flags: func(c *cobra.Command, f *exportFlags) {
		c.Flags().StringVar(&f.paper, "paper", "a4", "size of the pages: a4, a5, letter or legal")
	},
	make: func(ctx context.Context, f *exportFlags, e *exported) error {
		s := e.stories[0]
		if err := f.name(s.Name()+".pdf", ".pdf"); err != nil {
			return err
		}
		sheet := sheets[strings.ToLower(f.paper)]
		if sheet == "" {
			return usageError{fmt.Errorf("there is no paper %q; papers are a4, a5, letter and legal", f.paper)}
		}
		program, err := chromium()
		if err != nil {
			return err
		}
		page, err := e.single(ctx, f, s, sheet)
		if err != nil {
			return err
		}
		pdf, err := e.printed(ctx, program, f.to, page)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		return e.write(f.to, pdf, plural(len(s.Drawn()), "chart"))
	},
}

// chromium finds the program that prints.
func chromium() (string, error) {
	if name := os.Getenv("CHROMIUM"); name != "" {
		program, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("export: CHROMIUM names %s, which does not run: %w", name, errors.Unwrap(err))
		}
		return program, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", errors.New("export: a PDF is printed by Chromium or Chrome, and there is none; install chromium, or name it with CHROMIUM=/path/of/chrome")
}

// printed prints a page. What Chromium needs lies beside the file that is to be written: a Chromium in
// a box of its own may not see the machine's folder for temporaries.
func (e *exported) printed(ctx context.Context, program, to string, page []byte) ([]byte, error) {
	beside := ""
	if to != "-" {
		beside = filepath.Dir(to)
	}
	dir, err := os.MkdirTemp(beside, ".plotline-pdf-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	from := filepath.Join(dir, "page.html")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, err
	}
	return printPDF(ctx, program, from, dir)
}

const longestPrint = 2 * time.Minute // a page of hundreds of charts takes seconds

// printPDF has a Chromium print a file, without page numbers; dir is for what it needs meanwhile.
func printPDF(ctx context.Context, program, from, dir string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, longestPrint)
	defer cancel()
	to := filepath.Join(dir, "page.pdf")
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(from)}
	if !strings.HasPrefix(address.Path, "/") { // C:/...
		address.Path = "/" + address.Path
	}
	args := []string{"--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--no-first-run",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + to, address.String()}
	if os.Geteuid() == 0 { // Chromium's sandbox refuses root; the page is ours and runs nothing
		args = append([]string{"--no-sandbox"}, args...)
	}
	c := exec.CommandContext(ctx, program, args...)
	c.WaitDelay = 5 * time.Second
	said, err := c.CombinedOutput()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s did not print in time: %w", filepath.Base(program), ctx.Err())
	}
	pdf, missing := os.ReadFile(to)
	if err != nil || missing != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, fmt.Errorf("%s printed nothing: %v\n%s", filepath.Base(program), errors.Join(err, missing), strings.TrimSpace(string(said)))
	}
	return pdf, nil
}
