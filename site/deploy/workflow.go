package deploy

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// workflow builds a project at the root of its repository. Its actions are pinned by commits that
// were read from their own repositories.
//
//go:embed pages.yml
var workflow []byte

// WorkflowFile is where GitHub looks for it, from the repository's root.
const WorkflowFile = ".github/workflows/pages.yml"

// Written says what Workflow did, or would do.
type Written struct {
	File string // as the project's reader would type it
	Text []byte
	Is   string // new, changed or the same
}

// Workflow writes the workflow that builds the project on GitHub and shows it with Pages, or brings
// it up to date. A file that is not ours is left alone and is an error; so is no repository.
func Workflow(ctx context.Context, project string, dryRun bool) (*Written, error) {
	g := newGit(project)
	prefix, err := g.inside(ctx)
	if err != nil {
		return nil, err
	}
	up, err := g.run(ctx, "", "rev-parse", "--show-cdup")
	if err != nil {
		return nil, err
	}
	text, err := workflowFor(prefix)
	if err != nil {
		return nil, err
	}
	w := &Written{File: filepath.Join(up, filepath.FromSlash(WorkflowFile)), Text: text, Is: "new"}
	name := filepath.Join(project, w.File)
	old, err := os.ReadFile(name)
	mark, _, _ := bytes.Cut(workflow, []byte("\n"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("publish: %w", err)
	case bytes.Equal(old, text):
		w.Is = "the same"
		return w, nil
	case !bytes.HasPrefix(bytes.ReplaceAll(old, []byte("\r\n"), []byte("\n")), append(bytes.Clone(mark), '\n')):
		return nil, fmt.Errorf("publish: %s is there already and does not begin with the line that Plotline writes; move it away, or publish with --branch gh-pages", w.File)
	default:
		w.Is = "changed"
	}
	if dryRun {
		return w, nil
	}
	return w, put(name, text)
}

// Begin writes the workflow into a new project. A project in a folder of a repository gets none, as
// GitHub looks at the repository's root only, where Workflow puts it when it is asked to.
func Begin(ctx context.Context, project string) (begun bool, err error) {
	if _, err := newGit(project).inside(ctx); err == nil {
		return false, nil
	}
	return true, put(filepath.Join(project, filepath.FromSlash(WorkflowFile)), workflow)
}

// put writes a file in one step: a kill leaves the old one or the new.
func put(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	temporary := name + ".plotline-tmp"
	err := os.WriteFile(temporary, text, 0o644)
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		os.Remove(temporary)
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

// workflowFor returns the workflow for a project in a folder of its repository.
func workflowFor(prefix string) ([]byte, error) {
	if prefix == "" {
		return workflow, nil
	}
	folder := strings.TrimSuffix(prefix, "/")
	quoted, err := json.Marshal(folder) // a JSON string is a YAML string
	if err != nil {
		return nil, err
	}
	return bytes.Replace(workflow, []byte(`PROJECT: "."`), append([]byte("PROJECT: "), quoted...), 1), nil
}
