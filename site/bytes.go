package site

import (
	"context"
	"path"
	"slices"

	"plotline/site/check"
)

// read are the extensions of files in which links are looked for.
var read = []string{".html", ".xml", ".md", ".txt", ".css", ".svg"}

// Checked returns the site's files as checks read them; all says to make also those that hold no links.
func (b *Build) Checked(ctx context.Context, all bool) ([]check.File, error) {
	files := make([]check.File, len(b.Files))
	for i := range b.Files {
		f := &b.Files[i]
		files[i].Path = f.Path
		if f.Make != nil && !all && !slices.Contains(read, path.Ext(f.Path)) {
			continue
		}
		var err error
		if files[i].Data, err = f.Bytes(ctx); err != nil {
			return nil, err
		}
	}
	return files, nil
}
