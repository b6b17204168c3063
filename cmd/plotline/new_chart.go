package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"plotline/charts"
	"plotline/data/source"
	"plotline/data/yaml"
	"plotline/site"
	"plotline/site/story"
)

func newChartCommand() *cobra.Command {
	var folder, into string
	c := &cobra.Command{
		Use:   "chart FILE",
		Short: "Propose a chart for a file of data",
		Long:  "Propose a chart for a file of data of the project, such as CSV or a query, from the types of its columns: a block to paste into a story, or with --story put at its end.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("new chart wants one file, such as data/debt.csv")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return newChart(c, folder, into, args[0]) },
	}
	c.Flags().StringVarP(&folder, "source", "s", ".", "folder of the project")
	c.Flags().StringVar(&into, "story", "", "story that the block is put at the end of, such as site/stories/debt.md (default: print it)")
	return c
}

func newChart(c *cobra.Command, folder, into, written string) error {
	survey, input, err := look(c, folder)
	if err != nil {
		return err
	}
	defer input.Close()
	warn := source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}
	fail := func(l ...source.Problem) error {
		warn.Print(l)
		return errFound
	}
	var files []string
	for _, f := range survey.Files {
		files = append(files, path.Join(survey.DataDir, f))
	}
	name, problem := pick(folder, written, "new chart", survey.DataDir, files)
	if problem != nil {
		return fail(*problem)
	}
	table, problems := survey.Table(path.Base(name))
	if table == nil {
		return fail(problems...)
	}
	warn.Print(problems)
	if table.Rows == 0 {
		return fail(source.Errorf(table.Columns[0].At, "the table has no rows: there is nothing to draw").WithRule("no-rows"))
	}
	naming := charts.Naming{Data: path.Base(name), Language: survey.Config.Language}
	var to *aimed
	if into != "" {
		if to, problem = aim(folder, into, survey); problem != nil {
			return fail(*problem)
		}
		naming = to.naming(naming)
	}
	naming.ID = idFor(path.Base(name), to.taken())
	p := charts.Propose(table, naming)
	block := "```" + p.Block + "\n" + p.Body + "```\n"
	what := p.Block
	if p.Kind != "" {
		what = p.Kind + " chart"
	}
	if to == nil {
		fmt.Fprint(c.OutOrStdout(), block)
		fmt.Fprintf(c.ErrOrStderr(), "plotline: a %s: %s; paste it into a story, or add --story FILE\n", what, source.Visible(p.Reason))
		return nil
	}
	if problem, err := to.add(block, p.Block); problem != nil || err != nil {
		if problem != nil {
			err = fail(*problem)
		}
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s ends with a %s, %s: %s; fill in what its comments ask for\n", to.file, what, naming.ID, source.Visible(p.Reason))
	return nil
}

// pick finds the file that is meant: by its path in the project or from here, or by its name alone.
func pick(folder, written, command, dir string, files []string) (string, *source.Problem) {
	asked := path.Clean(filepath.ToSlash(written))
	if whole, err := filepath.Abs(written); err == nil {
		if root, err := filepath.Abs(folder); err == nil {
			if rel, err := filepath.Rel(root, whole); err == nil && slices.Contains(files, filepath.ToSlash(rel)) {
				return filepath.ToSlash(rel), nil
			}
		}
	}
	for _, f := range files {
		if base := path.Base(f); f == asked || base == asked || strings.TrimSuffix(base, path.Ext(base)) == asked {
			return f, nil
		}
	}
	if info, err := os.Stat(written); err == nil && info.Mode().IsRegular() {
		p := source.Errorf(source.Span{}, "%s: %s is not in the project's folder %s", command, written, dir).WithHint("copy it there: a site is built from its own folders alone")
		return "", &p
	}
	p := source.Errorf(source.Span{}, "%s: there is no file %q; files are %s", command, written, source.Join(files))
	if len(files) == 0 {
		p = source.Errorf(source.Span{}, "%s: there is no file %q, and none in %s", command, written, dir)
	}
	if p.Hint = source.DidYouMean(asked, files); p.Hint == "" {
		bases := make([]string, len(files))
		for i, f := range files {
			bases[i] = path.Base(f)
		}
		if near := source.Nearest(path.Base(asked), bases); near != "" {
			p.Hint = source.DidYouMean(path.Join(dir, near), files)
		}
	}
	return "", &p
}

// aimed is the story that a block is put into.
type aimed struct {
	file  string // on the disk
	path  string // in the project
	raw   []byte
	story *story.Story
}

// aim reads the story.
func aim(folder, written string, survey *site.Survey) (*aimed, *source.Problem) {
	name, problem := pick(folder, written, "new chart", survey.Folder(), survey.Stories)
	if problem != nil {
		return nil, problem
	}
	t := &aimed{file: filepath.Join(folder, filepath.FromSlash(name)), path: name}
	info, err := os.Lstat(t.file)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	if err == nil {
		t.raw, err = os.ReadFile(t.file)
	}
	if err != nil {
		p := source.Errorf(source.NewFile(name, nil).All(), "cannot be added to: %v", err)
		return nil, &p
	}
	f, problems := source.NewText(name, t.raw)
	if problems.HasErrors() {
		return nil, &problems[0]
	}
	t.story, _ = story.Parse(f)
	return t, nil
}

// naming is how a block in the story speaks: the story's own short name of the table, and its language.
func (t *aimed) naming(n charts.Naming) charts.Naming {
	for _, d := range t.story.Data {
		if d.File == n.Data {
			n.Data = d.Name
			break
		}
	}
	if t.story.Language != "" {
		n.Language = t.story.Language
	}
	return n
}

// taken are the ids of the story's blocks.
func (t *aimed) taken() []string {
	if t == nil {
		return nil
	}
	var ids []string
	for _, b := range t.story.Blocks {
		if b.Kind == story.Prose {
			continue
		}
		node, _ := yaml.Parse(b.Fence.Body)
		for _, k := range node.Keys {
			if k.Name == "id" {
				ids = append(ids, k.Value.Text)
			}
		}
	}
	return ids
}

// add puts the block at the story's end, by a rename: what was there stays whatever happens. A story
// that ends inside a block of its own would swallow it, which is a problem.
func (t *aimed) add(block, kind string) (*source.Problem, error) {
	newline := "\n"
	if bytes.Contains(t.raw, []byte("\r\n")) {
		newline = "\r\n"
	}
	text := bytes.TrimRight(t.raw, " \t\r\n")
	text = append(slices.Clip(text), strings.ReplaceAll("\n\n"+block, "\n", newline)...)
	f, _ := source.NewText(t.path, text)
	after, _ := story.Parse(f)
	if n := len(after.Blocks); n == 0 || figures(after) != figures(t.story)+1 || after.Blocks[n-1].Fence.Lang != kind {
		last := t.story.File.Line(1 + bytes.Count(bytes.TrimRight(t.story.File.Text, " \t\n"), []byte("\n")))
		p := source.Errorf(last, "a block put at the story's end would not be one: a block there is never closed").
			WithHint("close it with a line ```")
		return &p, nil
	}
	return nil, replace(t.file, text)
}

func figures(s *story.Story) int {
	n := 0
	for _, b := range s.Blocks {
		if b.Kind != story.Prose {
			n++
		}
	}
	return n
}

// replace writes a file anew in one step, with the rights it had.
func replace(name string, text []byte) error {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		if info.IsDir() {
			return fmt.Errorf("%s is a folder; name a file", name)
		}
		mode = info.Mode().Perm()
	}
	if dir := filepath.Dir(name); dir != "." {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: there is no folder %s; make it first", name, dir)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".plotline-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

var noID = regexp.MustCompile(`[^a-z0-9]+`)

// idFor makes an id of a file's name, and numbers it when the story has it already.
func idFor(file string, taken []string) string {
	id := strings.Trim(noID.ReplaceAllString(strings.ToLower(strings.TrimSuffix(file, path.Ext(file))), "-"), "-")
	id = strings.TrimRight(id[:min(len(id), 40)], "-")
	if id == "" {
		id = "chart"
	}
	if id[0] >= '0' && id[0] <= '9' || strings.HasPrefix(id, "s-") || strings.HasPrefix(id, "fn-") || strings.HasPrefix(id, "fnref-") {
		id = "chart-" + id
	}
	for n, base := 2, id; slices.Contains(taken, id); n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	return id
}
