package templates

import (
	"embed"
	"io/fs"
)

//go:embed starter
var starter embed.FS

// Starter is the project that `plotline new site` begins with. NAME in its texts is the site's, and
// gitignore wants its dot.
func Starter() fs.FS {
	f, err := fs.Sub(starter, "starter")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return f
}

// Story is the file that `plotline new story` begins with: TITLE and DATE in it are the story's, FILE
// is one of the project's tables.
//
//go:embed story.md
var Story string
