package deploy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
)

// repository is the one that the project stands in, ready to publish from.
type repository struct {
	Options
	git
	prefix  string // of the project's paths in the repository: "" or "folder/"
	sha256  bool   // the names of its objects are SHA-256
	message string // of the commit
}

// git runs git in a folder.
type git struct {
	dir string
	env []string
}

// foreign are variables that a hook sets for its own repository, and that would lead git elsewhere.
var foreign = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE"}

func newGit(dir string) git {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(foreign, name)
	})
	// Without optional locks git status does not write the index; a name that git makes up of the
	// machine's would stand in public for ever.
	return git{dir, append(env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")}
}

// run runs a git command and returns what it prints, without the last line feed.
func (g git) run(ctx context.Context, stdin string, args ...string) (string, error) {
	b, err := g.raw(ctx, []byte(stdin), args...)
	return strings.TrimSuffix(string(b), "\n"), err
}

func (g git) raw(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-c", "user.useConfigOnly=true", "-c", "gc.auto=0", "-c", "maintenance.auto=false"}, args...)...)
	c.Dir, c.Env = g.dir, g.env
	c.Stdin = bytes.NewReader(stdin)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	switch {
	case err == nil:
		return out.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("publish: git is not installed; install it from https://git-scm.com")
	}
	return nil, fmt.Errorf("publish: git %s: %w", args[0], saidError{words(said.String()), err})
}

// saidError is what git said when it failed.
type saidError struct {
	text string
	error
}

func (e saidError) Error() string {
	if e.text == "" {
		return e.error.Error()
	}
	return e.text
}

// secret matches a name and password in an address.
var secret = regexp.MustCompile(`//[^/@\s]+@`)

// words are git's own, in one line, without its advice and without passwords.
func words(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "hint:") || strings.HasPrefix(line, "To ") {
			continue
		}
		for _, lead := range []string{"fatal: ", "error: ", "remote: "} {
			line = strings.TrimPrefix(line, lead)
		}
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return secret.ReplaceAllString(strings.Join(lines, "; "), "//")
}

// open looks at everything that can be wrong before anything is done.
func open(ctx context.Context, o Options) (*repository, error) {
	r := &repository{Options: o, git: newGit(o.Project)}
	var err error
	if r.prefix, err = r.inside(ctx); err != nil {
		return nil, err
	}
	if _, err := r.run(ctx, "", "check-ref-format", "refs/heads/"+o.Branch); err != nil {
		return nil, fmt.Errorf("publish: %q is no name of a branch; write it like gh-pages", o.Branch)
	}
	if current, err := r.run(ctx, "", "symbolic-ref", "--quiet", "HEAD"); err == nil && current == "refs/heads/"+o.Branch {
		return nil, fmt.Errorf("publish: %s is the branch that you work on, and the site would replace the project; publish to a branch of its own, such as gh-pages", o.Branch)
	}
	if err := r.remote(ctx); err != nil {
		return nil, err
	}
	for _, who := range []string{"GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"} {
		if _, err := r.run(ctx, "", "var", who); err != nil {
			return nil, errors.New(`publish: git does not know who commits; run git config --global user.name "YOUR NAME" and git config --global user.email YOU@EXAMPLE.ORG`)
		}
	}
	dirty, err := r.dirty(ctx)
	if err != nil {
		return nil, err
	}
	if len(dirty) > 0 && !o.AllowDirty {
		return nil, fmt.Errorf("publish: no commit holds what the site is built from: %s; commit it, or publish it as it is with --allow-dirty", some(dirty))
	}
	format, err := r.run(ctx, "", "rev-parse", "--show-object-format")
	if err != nil {
		return nil, err
	}
	r.sha256 = format == "sha256"
	return r, r.describe(ctx, len(dirty) > 0)
}

// inside returns the project's place in the repository.
func (g git) inside(ctx context.Context) (string, error) {
	prefix, err := g.run(ctx, "", "rev-parse", "--show-prefix")
	if err != nil && strings.Contains(err.Error(), "not a git repository") {
		return "", fmt.Errorf("publish: %s is in no git repository; run git init in it, commit the project, and name a remote with git remote add origin ADDRESS", g.dir)
	}
	return prefix, err
}

// remote reports whether the remote is named.
func (r *repository) remote(ctx context.Context) error {
	list, err := r.run(ctx, "", "remote")
	if err != nil {
		return err
	}
	names := strings.Fields(list)
	switch {
	case slices.Contains(names, r.Remote):
		return nil
	case len(names) == 0:
		return fmt.Errorf("publish: the repository has no remote; name it with git remote add %s ADDRESS, such as https://github.com/OWNER/REPO.git", r.Remote)
	}
	return fmt.Errorf("publish: there is no remote %q; remotes are %s; choose one with --remote", r.Remote, strings.Join(names, ", "))
}

// dirty lists the inputs that no commit holds as they are. A file that was deleted is an input of
// the commit when its folder is one now.
func (r *repository) dirty(ctx context.Context) ([]string, error) {
	list, err := r.raw(ctx, nil, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".")
	if err != nil {
		return nil, err
	}
	inputs := map[string]bool{}
	for _, p := range r.Inputs {
		inputs[p] = true
	}
	var dirty []string
	for entry := range strings.SplitSeq(string(list), "\x00") {
		if len(entry) < 4 {
			continue
		}
		name := strings.TrimPrefix(entry[3:], r.prefix)
		if inputs[name] || strings.Contains(entry[:2], "D") && inputs[path.Dir(name)] {
			dirty = append(dirty, name)
		}
	}
	slices.Sort(dirty)
	return dirty, nil
}

// some names three of a list.
func some(list []string) string {
	if len(list) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:3], ", "), len(list)-3)
	}
	return strings.Join(list, ", ")
}

// describe writes the commit's message, which names the commit that the site is built from.
func (r *repository) describe(ctx context.Context, dirty bool) error {
	head, err := r.run(ctx, "", "log", "-1", "--no-show-signature", "--format=%h%x00%s%x00%H", "HEAD", "--")
	if err != nil {
		if _, exists := r.run(ctx, "", "rev-parse", "--verify", "--quiet", "HEAD"); exists == nil {
			return err
		}
		r.message = "Publish files that no commit holds\n"
		return nil
	}
	parts := strings.SplitN(head, "\x00", 3)
	r.message = fmt.Sprintf("Publish %s: %s\n\nSource-Commit: %s\n", parts[0], parts[1], parts[2])
	if dirty {
		r.message += "Source-Changes: some that no commit holds\n"
	}
	return nil
}
