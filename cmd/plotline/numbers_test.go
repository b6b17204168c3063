package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNumbersShots writes pictures of a number that is open, and of the list, for people to look at.
func TestNumbersShots(t *testing.T) {
	if *shots == "" {
		t.Log("no -shots folder: nothing to write")
		return
	}
	ctx := browser(t)
	url := serve(t, seed(t), "") + "/inland-technology/"
	for _, width := range []int64{375, 768, 1280} {
		for _, mode := range []string{"light", "dark"} {
			p := open(t, ctx, url, width)
			if err := theme(p.ctx, mode); err != nil {
				t.Fatal(err)
			}
			for name, script := range map[string]string{
				"claim": `document.querySelector('#page_c0 > button')`,
				"value": `document.querySelector('#page_v0 > button')`,
				"list":  `document.querySelector('.numbers summary')`,
			} {
				p.js(script + `.scrollIntoView({block: 'center', behavior: 'instant'}); ` + script + `.click(); true`)
				if name == "list" {
					p.js(script + `.scrollIntoView({block: 'start', behavior: 'instant'}); true`)
				}
				p.js(painted)
				picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
				if err := errors.Join(err, os.WriteFile(filepath.Join(*shots, fmt.Sprintf("numbers-%s-%d-%s.png", name, width, mode)), picture, 0o644)); err != nil {
					t.Fatal(err)
				}
				if name != "list" {
					p.js(`document.querySelector(':popover-open').hidePopover(); true`)
				}
			}
		}
	}
}
