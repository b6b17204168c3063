// Package export takes stories out of their site: as one page that needs nothing else, and as their
// charts with what one must know to use them.
//
// In go the files of a site and what is known of its stories; out come bytes. Start with Single,
// Charts or Captions.
package export

import (
	"path"
	"strings"
)

// Read returns a file of the site, by its path from the site's root; ok is false when there is none.
type Read func(path string) (data []byte, ok bool, err error)

// Story is a story of a site, or a page beside the stories, and what must be said where its parts go.
type Story struct {
	File   string // in the project
	Path   string // of its page, from the site's root
	Folder string // of what belongs to it
	Page   bool   // it is no story, but stands beside them
	Draft  bool   // not, not yet or no longer of the site

	Title, Subtitle, Language, License string
	Date                               string // of its last change, or of publication; or empty
	Address                            string // absolute, or empty
	Sources                            []string
	Charts                             []Chart // with tables, in the story's order
}

// Chart is a chart or table of a story.
type Chart struct {
	ID, Title, Subtitle, Alt string
	Sources                  []string
	Note                     string
	Drawn                    bool // it has a picture; tables have none
}

// charts is the folder of a story's charts in the site.
func (s Story) charts() string { return path.Join(s.Folder, "charts") + "/" }

// Name is what files made of the story are called.
func (s Story) Name() string { return strings.ReplaceAll(s.Folder, "/", "-") }
