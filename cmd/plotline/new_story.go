package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/publish"
	"plotline/site/story"
	"plotline/templates"
)

func newStoryCommand() *cobra.Command {
	var folder, written string
	c := &cobra.Command{
		Use:   "story NAME",
		Short: "Begin a story, as a draft",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("new story wants one name, such as debt-ceiling or \"The debt ceiling\"")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return newStory(c, folder, written, args[0]) },
	}
	c.Flags().StringVarP(&folder, "source", "s", ".", "folder of the project")
	c.Flags().StringVar(&written, "clock", "", "the time to go by for the story's date, such as 2022-05-27 (default now)")
	return c
}

// newStory writes a story's file. A file that is there already is never touched.
func newStory(c *cobra.Command, folder, written, name string) error {
	now, err := clock(written)
	if err != nil {
		return err
	}
	survey, input, err := look(c, folder)
	if err != nil {
		return err
	}
	defer input.Close()
	title, slug := named(name)
	if why := story.Unusable(slug); why != "" {
		return usageError{fmt.Errorf("new story: the name %q makes %s; choose another", source.Visible(name), why)}
	}
	if found := publish.Check([]publish.File{{Path: slug + ".md"}, {Path: slug + "/index.html"}}); len(found) > 0 {
		return usageError{fmt.Errorf("new story: %s; choose another name", found[0].Text)}
	}
	file := path.Join(survey.Folder(), slug+".md")
	if other := survey.Namesake(slug); other != "" {
		return fmt.Errorf("new story: %s is there already; edit it, or choose another name", filepath.Join(folder, other))
	}
	on := filepath.Join(folder, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(on), 0o755); err != nil {
		return fmt.Errorf("new story: %w", err)
	}
	switch err := create(on, storyText(survey, title, survey.Config.Day(now))); {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("new story: %s is there already; edit it, or choose another name", on)
	case err != nil:
		return fmt.Errorf("new story: %w", err)
	}
	out := c.OutOrStdout()
	fmt.Fprintf(out, "%s is there, a draft. Next:\n", on)
	if len(survey.Files) > 0 {
		fmt.Fprintf(out, "  plotline new chart %s --story %s%s\n", shell(path.Join(survey.DataDir, survey.Files[0])), shell(file), sourceFlag(folder))
	} else {
		fmt.Fprintf(out, "  put a CSV file into %s\n", filepath.Join(folder, "data"))
	}
	fmt.Fprintf(out, "  plotline serve -O%s\n", sourceFlag(folder))
	return nil
}

// create writes a file that must not be there yet; what cannot be written whole is taken away again.
func create(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(name)
	}
	return err
}

// look opens a project and says what it holds; problems are printed.
func look(c *cobra.Command, folder string) (*site.Survey, *project, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, nil, usageError{fmt.Errorf("there is no folder %s", folder)}
	}
	input, err := openProject(folder)
	if err != nil {
		return nil, nil, err
	}
	survey, problems := site.Look(input)
	source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}.Print(problems)
	if problems.HasErrors() {
		err = errFound
	} else if !survey.Begun() {
		err = fmt.Errorf("%s: there is no project in %s; make one with plotline new site NAME, or name its folder with -s", c.CommandPath()[len("plotline "):], folder)
	}
	if err != nil {
		input.Close()
		return nil, nil, err
	}
	return survey, input, nil
}

// named makes a title and an address of what was typed: words, a slug, or a path out of habit.
func named(name string) (title, slug string) {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if stem, ok := strings.CutSuffix(name, ".md"); ok {
		name = path.Base(filepath.ToSlash(stem))
	}
	title = strings.Join(strings.Fields(name), " ")
	if !strings.Contains(title, " ") && title == strings.ToLower(title) {
		title = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(title))
		if r := []rune(title); len(r) > 0 {
			title = string(unicode.ToUpper(r[0])) + string(r[1:])
		}
	}
	return title, story.Slug(name)
}

// storyText fills the template in. Braces of the title would read as a value.
func storyText(s *site.Survey, title, day string) []byte {
	language := ""
	if tag := script(title); tag != "" && !strings.HasPrefix(s.Config.Language, tag[:2]) {
		language = "\nlanguage: " + tag
	}
	file := "people.csv"
	if len(s.Files) > 0 {
		file = s.Files[0]
	}
	title = strings.NewReplacer("{{", "{ {", "](=", "] (=").Replace(title)
	return []byte(strings.NewReplacer("TITLE", strconv.Quote(title)+language, "DATE", day, "FILE", strconv.Quote(file)).Replace(templates.Story))
}

// script is the language that a title's letters give away, where they do.
func script(title string) string {
	has := func(t *unicode.RangeTable) bool {
		return strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(t, r) })
	}
	switch {
	case has(unicode.Hiragana) || has(unicode.Katakana):
		return "ja"
	case has(unicode.Hangul):
		return "ko"
	case has(unicode.Han):
		return "zh-Hans"
	}
	return ""
}

var bareWord = regexp.MustCompile(`^[\pL\pM\pN_./:@%+=-]+$`)

// shell quotes a word for the command line where it must be.
func shell(word string) string {
	if bareWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// sourceFlag is the flag that names the project, when it is needed.
func sourceFlag(folder string) string {
	if filepath.Clean(folder) == "." {
		return ""
	}
	return " -s " + shell(folder)
}
