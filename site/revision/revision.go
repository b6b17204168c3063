// Package revision reads a project as a commit of its git repository has it.
//
// In go a folder and the name of a revision; out comes a file system. Start with Open. The work tree,
// the index and every branch stay as they are: names come from git ls-tree, contents from git cat-file.
package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// ErrNone says that there is nothing to read: no git, no repository, or no commit in it yet.
var ErrNone = errors.New("there is no commit to compare with")

// Tree is a project in one commit. It reads contents when they are asked for, and must be closed. It is
// safe for concurrent use.
type Tree struct {
	Commit string // its whole name

	entries map[string]*entry // by path; "." is the project's folder
	blobs   *blobs
}

// entry is a file, a link or a folder of a Tree.
type entry struct {
	name string
	mode fs.FileMode
	blob string
	size int64
	list []fs.DirEntry // of a folder, sorted
}

// Open reads the names in a revision of the project in a folder. HEAD that is not there is ErrNone.
func Open(ctx context.Context, folder, rev string) (*Tree, error) {
	commit, err := git(ctx, folder, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	switch {
	case errors.Is(err, exec.ErrNotFound), err != nil && rev == "HEAD":
		return nil, ErrNone
	case err != nil:
		if _, err := git(ctx, folder, "rev-parse", "--git-dir"); err != nil {
			return nil, fmt.Errorf("%s is in no git repository", folder)
		}
		return nil, fmt.Errorf("the repository has no revision %q", rev)
	}
	t := &Tree{Commit: strings.TrimSpace(string(commit)), entries: map[string]*entry{".": {name: ".", mode: fs.ModeDir | 0o755}}}
	list, err := git(ctx, folder, "ls-tree", "-r", "-z", "-l", t.Commit)
	if err != nil {
		return nil, err
	}
	for line := range strings.SplitSeq(string(list), "\x00") {
		facts, name, ok := strings.Cut(line, "\t")
		if f := strings.Fields(facts); ok && len(f) == 4 && fs.ValidPath(name) {
			t.add(name, f[0], f[2], f[3])
		}
	}
	for _, e := range t.entries {
		slices.SortFunc(e.list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	t.blobs, err = open(folder)
	return t, err
}

// add puts a file into its folders. A repository within the repository is left out: its files are not here.
func (t *Tree) add(name, mode, blob, size string) {
	e := &entry{name: path.Base(name), mode: 0o644, blob: blob}
	switch mode {
	case "160000":
		return
	case "120000":
		e.mode = fs.ModeSymlink | 0o777
	}
	fmt.Sscan(size, &e.size)
	t.entries[name] = e
	for name != "." {
		folder := path.Dir(name)
		known := t.entries[folder]
		if known == nil {
			known = &entry{name: path.Base(folder), mode: fs.ModeDir | 0o755}
			t.entries[folder] = known
		}
		known.list = append(known.list, fs.FileInfoToDirEntry(info{t.entries[name]}))
		if len(known.list) > 1 { // the folder stands in its own
			return
		}
		name = folder
	}
}

// Close gives back what reads contents.
func (t *Tree) Close() error { return t.blobs.close() }

// foreign are variables that a hook sets for its own repository, and that would lead git elsewhere.
var foreign = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE"}

// command is a git command in a folder that leaves the index alone.
func command(ctx context.Context, folder string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "git", args...)
	c.Dir = folder
	c.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(foreign, name)
	}), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	return c
}

func git(ctx context.Context, folder string, args ...string) ([]byte, error) {
	c := command(ctx, folder, args...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if text := strings.TrimSpace(said.String()); err != nil && text != "" {
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(text, "fatal: "))
	}
	return out, err
}
