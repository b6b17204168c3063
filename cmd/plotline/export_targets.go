package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/site/export"
	"plotline/templates"
)

var singleFile = exportTarget{
	use: "single-file [STORY]", short: "One HTML file that needs no other and no network",
	long: "Make one HTML file of a story: text, drawings, data, styles and pictures are inside, and nothing is asked of any server. " +
		"Links to the rest of the site become absolute when it has a base-url, and words when it has none.",
	output: "file to write, ending in .html; - is standard output (default the story's name)",
	flags: func(c *cobra.Command, f *exportFlags) {
		c.Flags().BoolVar(&f.live, "live", false, "readers can point at values: ECharts is inside too, about 0.7 MB")
	},
	make: func(ctx context.Context, f *exportFlags, e *exported) error {
		s := e.stories[0]
		if err := f.name(s.Name()+".html", ".html", ".htm"); err != nil {
			return err
		}
		page, err := e.single(ctx, f, s, "")
		if err != nil {
			return err
		}
		return e.write(f.to, page, plural(len(s.Drawn()), "chart"))
	},
}

// single is a story's page as one file.
func (e *exported) single(ctx context.Context, f *exportFlags, s export.Story, sheet string) ([]byte, error) {
	read := e.read(ctx)
	html, ok, err := read(s.Path)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("export: the site has no %s", s.Path)
	}
	p := export.Page{HTML: html, Path: s.Path, Base: e.plan.BaseURL(), Read: read, Sheet: sheet}
	if f.live {
		if p.Live, err = templates.Bundles(); err != nil {
			return nil, err
		}
	}
	one, left, err := export.Single(p)
	for _, what := range left {
		e.print.Print(source.List{source.Warnf(source.Span{}, "left-out", "export: one file cannot hold %s, so it is left out", what)})
	}
	return one, err
}

var chartFolders = exportTarget{
	use: "charts [STORY]", short: "A zip of the folder of every chart",
	long:   "Make a zip of the folders of a story's charts: pictures, drawings, data, and what one must know to use them.",
	whole:  true,
	output: "file to write, ending in .zip; - is standard output (default the story's name with -charts, or charts.zip)",
	make: func(ctx context.Context, f *exportFlags, e *exported) error {
		standard := "charts.zip"
		if len(e.stories) == 1 {
			standard = e.stories[0].Name() + "-charts.zip"
		}
		if err := f.name(standard, ".zip"); err != nil {
			return err
		}
		bundle, err := templates.Bundles()
		if err != nil {
			return err
		}
		files, err := export.Charts(e.stories, export.Site{Title: e.plan.Title(), Base: e.plan.BaseURL(), Paths: e.plan.Paths(), Read: e.read(ctx), Notices: bundle.Licenses})
		if err != nil {
			return err
		}
		zip, err := export.Zip(files, e.time())
		if err != nil {
			return err
		}
		folders := 0
		for _, s := range e.stories {
			folders += len(s.Charts)
		}
		return e.write(f.to, zip, plural(len(e.stories), "story")+", "+plural(folders, "folder")+", "+plural(len(files), "file"))
	},
}

// fileName matches what reads like the name of a file, and of no folder.
var fileName = regexp.MustCompile(`[^./\\]\.[A-Za-z]\w*$`)

var docxImages = exportTarget{
	use: "docx-images [STORY]", short: "Pictures with captions, for Word",
	long: "Make a folder of pictures, one for each chart of a story and twice as sharp as its size, with their captions, sources and alt texts in captions.md. " +
		"Pandoc makes a Word file of it: cd into the folder, and pandoc captions.md -o ../charts.docx.",
	output: "folder to write, or a .zip (default the story's name with -images)",
	make: func(ctx context.Context, f *exportFlags, e *exported) error {
		s := e.stories[0]
		if f.to == "" {
			f.to = s.Name() + "-images"
		}
		zipped := strings.EqualFold(filepath.Ext(f.to), ".zip")
		if info, err := os.Stat(f.to); !zipped && fileName.MatchString(f.to) && (err != nil || !info.IsDir()) {
			return usageError{fmt.Errorf("-o %s: docx-images makes a folder or a .zip; write %s, or %[1]s/ if the folder is to have this name", f.to, strings.TrimSuffix(f.to, filepath.Ext(f.to)))}
		}
		if len(s.Drawn()) == 0 {
			return fmt.Errorf("export: %s has no charts", s.File)
		}
		files := []export.File{{Path: export.CaptionFile, Data: export.Captions(s)}}
		for i, c := range s.Drawn() {
			png, problems, err := e.plan.Picture(ctx, s.File, c.ID, raster.Size{Scale: defaultScale})
			e.print.Print(problems)
			if problems.HasErrors() {
				err = errors.Join(err, errFound)
			}
			if err != nil {
				return fmt.Errorf("export: chart %s: %w", c.ID, err)
			}
			files = append(files, export.File{Path: c.Picture(i + 1), Data: png})
		}
		what := plural(len(files)-1, "picture")
		if zipped {
			zip, err := export.Zip(files, e.time())
			if err != nil {
				return err
			}
			return e.write(f.to, zip, what)
		}
		if err := replaceFolder(f.to, files); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		fmt.Fprintf(e.out, "%s: %s\n", f.to, what)
		return nil
	},
}
