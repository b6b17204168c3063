package deploy

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifest is the list that every build leaves of what it wrote; nothing else is the site.
const manifest = ".plotline/manifest.json"

// Read returns the files of a built site, as its manifest lists them. A file that is no longer what
// the build wrote is an error.
func Read(dir string) ([]File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	defer root.Close()
	b, err := root.ReadFile(filepath.FromSlash(manifest))
	if err != nil {
		return nil, fmt.Errorf("publish: %s was not built: %w", dir, err)
	}
	var list struct {
		Files []struct {
			Path string `json:"path"`
			Sum  string `json:"sha256"`
		} `json:"files"`
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, fmt.Errorf("publish: %s cannot be read: %w", filepath.Join(dir, manifest), err)
	}
	files := make([]File, len(list.Files))
	for i, f := range list.Files {
		data, err := root.ReadFile(filepath.FromSlash(f.Path))
		if err != nil {
			return nil, fmt.Errorf("publish: %w", err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.Sum {
			return nil, fmt.Errorf("publish: %s is not as the build left it; something else writes there; run this again when it is done, or remove %s and run this again", filepath.Join(dir, f.Path), dir)
		}
		files[i] = File{f.Path, data}
	}
	return files, nil
}

// tip returns the commit that the branch of the remote is at, or nothing.
func (r *repository) tip(ctx context.Context) (string, error) {
	ref := "refs/heads/" + r.Options.Branch
	list, err := r.run(ctx, "", "ls-remote", r.Remote, ref)
	if err != nil {
		return "", r.unreachable(ctx, err)
	}
	for line := range strings.Lines(list) {
		if id, name, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == ref { // a pattern matches the ends of names
			return id, nil
		}
	}
	return "", nil
}

func (r *repository) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, text, _ := strings.Cut(err.Error(), ": git ")
	return fmt.Errorf("publish: the remote %q does not answer (git %s); look at its address with git remote -v", r.Remote, text)
}

// entries returns the blobs of a commit by path. Its objects are fetched when they are not here,
// without a name in this repository.
func (r *repository) entries(ctx context.Context, commit string) (map[string]string, error) {
	entries := map[string]string{}
	if commit == "" {
		return entries, nil
	}
	if _, err := r.run(ctx, "", "cat-file", "-e", commit+"^{tree}"); err != nil {
		if _, err := r.run(ctx, "", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-prune", "--refmap=", "--recurse-submodules=no", r.Remote, "refs/heads/"+r.Options.Branch); err != nil {
			return nil, r.unreachable(ctx, err)
		}
		if _, err := r.run(ctx, "", "cat-file", "-e", commit+"^{tree}"); err != nil { // it was moved away in between
			return nil, &movedError{err}
		}
	}
	list, err := r.raw(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	for entry := range strings.SplitSeq(string(list), "\x00") {
		about, name, ok := strings.Cut(entry, "\t")
		if fields := strings.Fields(about); ok && len(fields) == 3 {
			id := fields[2]
			if fields[0] != mode { // a link or a program is no file of ours, even with our bytes
				id = fields[0] + " " + id
			}
			entries[name] = id
		}
	}
	return entries, nil
}

const mode = "100644" // of every file of a site

// blob is the name that git gives to bytes.
func (r *repository) blob(data []byte) string {
	var h hash.Hash = sha1.New()
	if r.sha256 {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// store writes the blobs that the branch does not hold yet, as they are: no line end is changed.
func (r *repository) store(ctx context.Context, files []File, old map[string]string) error {
	held := map[string]bool{}
	for id := range maps.Values(old) {
		held[id] = true
	}
	var stream bytes.Buffer
	for _, f := range files {
		if id := r.blob(f.Data); !held[id] {
			held[id] = true
			fmt.Fprintf(&stream, "blob\ndata %d\n", len(f.Data))
			stream.Write(f.Data)
			stream.WriteByte('\n')
		}
	}
	stream.WriteString("done\n") // a stream that was cut short is refused
	_, err := r.raw(ctx, stream.Bytes(), "fast-import", "--quiet", "--done")
	return err
}

// tree makes a tree of blobs by path, in an index of its own.
func (r *repository) tree(ctx context.Context, blobs map[string]string) (string, error) {
	dir, err := os.MkdirTemp("", "plotline-index-")
	if err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	defer os.RemoveAll(dir)
	g := git{r.dir, append(slices.Clip(r.env), "GIT_INDEX_FILE="+filepath.Join(dir, "index"))}
	var list strings.Builder
	for _, p := range slices.Sorted(maps.Keys(blobs)) {
		at, id, other := strings.Cut(blobs[p], " ")
		if !other {
			at, id = mode, blobs[p]
		}
		fmt.Fprintf(&list, "%s %s\t%s\x00", at, id, p)
	}
	if _, err := g.run(ctx, list.String(), "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	return g.run(ctx, "", "write-tree")
}
