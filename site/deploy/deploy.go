// Package deploy brings a built site to GitHub Pages: as a commit on a branch, or by writing a
// workflow that builds it there.
//
// In go a folder and its files; out come a commit on a remote branch and the Changes it makes, or a
// workflow file. Start with Read and Branch, or with Workflow.
//
// Why a kill at any moment leaves all as it was: blobs, tree and commit are made as loose ends in
// the repository's object store, through an index of our own, and the push that names them is one
// step of the remote. The working tree, the index, HEAD and the local branches are never written.
package deploy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// File is one file of the site. Path is slash-separated and relative to the site's folder.
type File struct {
	Path string
	Data []byte
}

// Options of Branch.
type Options struct {
	Project    string   // folder of the project, inside a git repository
	Inputs     []string // what the site was built from, relative to Project; folders stand for what was deleted in them
	Branch     string   // gh-pages
	Remote     string   // origin
	AllowDirty bool     // publish what no commit holds too
	DryRun     bool     // find out what would change, and do nothing
}

// Changes are what one publish does to the branch. No paths at all mean that nothing has changed.
type Changes struct {
	Added, Changed, Removed []string
	Message                 string // of the commit
	Commit                  string // the new one, or the one that stands; empty when there is none
	Created                 bool   // the branch did not exist
}

// None reports whether the branch holds the site already.
func (c *Changes) None() bool {
	return len(c.Added)+len(c.Changed)+len(c.Removed) == 0 && !c.Created
}

const cname = "CNAME" // the site's own domain; whoever set it by hand keeps it

// Branch makes the files the content of a branch of a remote, as one commit on top of its history.
// A branch that moves meanwhile is looked at again once. After an error the remote is as it was.
func Branch(ctx context.Context, files []File, o Options) (*Changes, error) {
	r, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		c, err := r.publish(ctx, files)
		var moved *movedError
		if !errors.As(err, &moved) {
			return c, err
		}
		if try == 2 {
			return nil, fmt.Errorf("publish: %s of %s moved twice while this publish was under way, and nothing was changed; run it again when the other one is done", o.Branch, o.Remote)
		}
	}
}

// movedError says that the branch is no longer what the commit was made for.
type movedError struct{ error }

// publish goes once from what the branch holds to the push.
func (r *repository) publish(ctx context.Context, files []File) (*Changes, error) {
	parent, err := r.tip(ctx)
	if err != nil {
		return nil, err
	}
	old, err := r.entries(ctx, parent)
	if err != nil {
		return nil, err
	}
	if err := r.spare(old); err != nil {
		return nil, err
	}
	next := map[string]string{}
	for _, f := range files {
		next[f.Path] = r.blob(f.Data)
	}
	if id, stands := old[cname]; stands && next[cname] == "" {
		next[cname] = id
	}
	c := difference(old, next)
	c.Message, c.Commit, c.Created = r.message, parent, parent == ""
	if r.DryRun || c.None() {
		return c, nil
	}
	if err := r.store(ctx, files, old); err != nil {
		return nil, err
	}
	tree, err := r.tree(ctx, next)
	if err != nil {
		return nil, err
	}
	args := []string{"commit-tree", tree, "-F", "-"}
	if parent != "" {
		args = append(args, "-p", parent)
	}
	if c.Commit, err = r.run(ctx, c.Message, args...); err != nil {
		return nil, err
	}
	return c, r.push(ctx, parent, c.Commit)
}

// spare refuses a branch that holds what the site is built from: the site would take its place.
func (r *repository) spare(old map[string]string) error {
	for _, name := range r.Inputs {
		if old[r.prefix+name] != "" {
			return fmt.Errorf("publish: the branch %s of %s holds the project itself (%s), which the site would replace; publish to a branch of its own, such as gh-pages", r.Options.Branch, r.Remote, r.prefix+name)
		}
	}
	return nil
}

// difference compares two trees, given as blobs by path.
func difference(old, next map[string]string) *Changes {
	c := &Changes{}
	for p, id := range next {
		switch was, stood := old[p]; {
		case !stood:
			c.Added = append(c.Added, p)
		case was != id:
			c.Changed = append(c.Changed, p)
		}
	}
	for p := range old {
		if _, stays := next[p]; !stays {
			c.Removed = append(c.Removed, p)
		}
	}
	for _, list := range [][]string{c.Added, c.Changed, c.Removed} {
		slices.Sort(list)
	}
	return c
}

// push moves the branch from parent to commit, in one step of the remote. Whether it has moved is
// asked of the remote, not read out of git's words.
func (r *repository) push(ctx context.Context, parent, commit string) error {
	_, failed := r.run(ctx, "", "push", "--quiet", "--no-follow-tags", "--recurse-submodules=no", r.Remote, commit+":refs/heads/"+r.Options.Branch)
	if failed == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	now, err := r.tip(ctx)
	switch {
	case err != nil:
		return err
	case now == commit: // it arrived, and only the answer was lost
		return nil
	case now != parent:
		return &movedError{failed}
	}
	return fmt.Errorf("publish: %s refused the push, and %s is as it was: %s; see whether the branch is protected and whether you may push to it", r.Remote, r.Options.Branch, strings.TrimPrefix(failed.Error(), "publish: git push: "))
}
