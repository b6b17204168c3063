package site

import (
	"path"
	"slices"
	"strings"

	"plotline/data/source"
)

// imageFiles are the extensions of pictures that browsers show.
var imageFiles = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}

// nearImage suggests a picture in the same folder, in the words of the story. Names are compared without
// their extensions, which say what is near too often.
func (r *run) nearImage(name, written string) string {
	stem := func(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }
	files := r.inputs.list(path.Dir(name), imageFiles...)
	stems := make([]string, len(files))
	for i, f := range files {
		stems[i] = stem(f)
	}
	near := source.Nearest(stem(name), stems)
	if near == "" {
		return ""
	}
	return `did you mean "` + path.Join(path.Dir(written), path.Base(files[slices.Index(stems, near)])) + `"?`
}
