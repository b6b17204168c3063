package deploy

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// step is what the tests need of a step of the workflow.
type step struct {
	Name, Uses, Run, Shell string
	With                   map[string]any
}

func steps(t *testing.T, text []byte) []step {
	t.Helper()
	var w struct {
		Env  map[string]string
		Jobs map[string]struct{ Steps []step }
	}
	if err := yaml.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return append(w.Jobs["build"].Steps, w.Jobs["deploy"].Steps...)
}

// TestPinned demands that each action is one of GitHub's own, by a whole commit with its tag beside
// it, and that one action has one commit.
func TestPinned(t *testing.T) {
	pinned := regexp.MustCompile(`(?m)^ +uses: (actions/[a-z-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$`).FindAllSubmatch(workflow, -1)
	uses, commits := 0, map[string]string{}
	for _, s := range steps(t, workflow) {
		if s.Uses != "" {
			uses++
		}
		if s.Run != "" && s.Shell != "bash" {
			t.Errorf("step %q names no shell", s.Name)
		}
	}
	for _, p := range pinned {
		name, commit := string(p[1]), string(p[2])
		if first := commits[name]; first != "" && first != commit {
			t.Errorf("%s is pinned to %s and %s", name, first, commit)
		}
		commits[name] = commit
	}
	if uses < 8 || len(pinned) != uses {
		t.Errorf("%d of %d actions are pinned by commit and tag", len(pinned), uses)
	}
	for _, name := range []string{"checkout", "setup-go", "setup-node", "cache", "configure-pages", "upload-pages-artifact", "deploy-pages"} {
		if commits["actions/"+name] == "" {
			t.Errorf("actions/%s is not used", name)
		}
	}
}

// runner runs scripts of the workflow as GitHub does.
type runner struct {
	*testing.T
	home string
}

func newRunner(t *testing.T) *runner {
	t.Helper()
	for _, tool := range []string{"bash", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed", tool)
			}
			t.Skipf("%s is not installed: running the workflow's scripts is left out", tool)
		}
	}
	return &runner{t, t.TempDir()}
}

func (r *runner) run(name string, env ...string) (string, error) {
	r.Helper()
	for _, s := range steps(r.T, workflow) {
		if s.Name != name {
			continue
		}
		script := filepath.Join(r.home, "script.sh")
		if err := os.WriteFile(script, []byte(s.Run), 0o644); err != nil {
			r.Fatal(err)
		}
		c := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
		c.Dir = r.home
		c.Env = append(os.Environ(), append([]string{"HOME=" + r.home, "RUNNER_TEMP=" + r.home, "GITHUB_OUTPUT=" + filepath.Join(r.home, "output")}, env...)...)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	r.Fatalf("there is no step %q", name)
	return "", nil
}

// TestWhereFrom runs the step that reads PLOTLINE_REPOSITORY.
func TestWhereFrom(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for _, c := range []struct{ from, want string }{
		{"", "::error title=PLOTLINE_REPOSITORY is not set::Say where Plotline is built from"},
		{"owner/name", "::error title=PLOTLINE_REPOSITORY is not usable::Write the variable"},
		{"owner/name@main", "is not usable"},
		{"owner/name@" + commit[1:], "is not usable"},
		{"owner/name@" + commit + "\nrepository=evil/evil", "is not usable"},
		{"owner/na me@" + commit, "is not usable"},
		{"owner/my.name@" + commit, ""},
	} {
		r := newRunner(t)
		out, err := r.run("Where Plotline comes from", "FROM="+c.from)
		if !strings.Contains(out, c.want) || (err == nil) != (c.want == "") {
			t.Errorf("%q: %s, %v", c.from, out, err)
		}
		b, _ := os.ReadFile(filepath.Join(r.home, "output"))
		if want := "repository=owner/my.name\ncommit=" + commit + "\n"; c.want == "" && string(b) != want || c.want != "" && len(b) > 0 {
			t.Errorf("%q: output %q", c.from, b)
		}
	}
}

// TestAnnotations runs the step that builds the site, with a program that prints what a build does.
func TestAnnotations(t *testing.T) {
	r := newRunner(t)
	report := `{"problems":[{"path":"site/stories/a,b.md","line":5,"column":14,"level":"error","text":"100% wrong","hint":"mend it"},
{"path":"data/x.csv","line":2,"column":1,"level":"warning","rule":"row-short","text":"short"},{"level":"error","text":"there are no stories"},{"path":"p","line":1,"column":1,"level":"info","text":"so"}]}`
	program := "#!/bin/sh\necho \"$PLOTLINE_CACHE $*\" >> \"$HOME/called\"\ncat \"$HOME/fake.json\"\nexit \"$STATUS\"\n"
	if err := errors.Join(os.MkdirAll(filepath.Join(r.home, "plotline-bin"), 0o755), os.MkdirAll(filepath.Join(r.home, "sub"), 0o755),
		os.WriteFile(filepath.Join(r.home, "plotline-bin/plotline"), []byte(program), 0o755),
		os.WriteFile(filepath.Join(r.home, "fake.json"), []byte(report), 0o644)); err != nil {
		t.Fatal(err)
	}
	out, err := r.run("Build the site", "PROJECT=sub", "BASE_URL=https://news.github.io/site", "STATUS=1")
	want := "::error file=sub/site/stories/a%2Cb.md,line=5,col=14::100%25 wrong%0Amend it\n" +
		"::warning file=sub/data/x.csv,line=2,col=1::short\n::error::there are no stories\n::notice file=sub/p,line=1,col=1::so\n"
	if out != want || err == nil {
		t.Errorf("printed %s, %v, want %s", out, err, want)
	}
	if err := os.WriteFile(filepath.Join(r.home, "sub/plotline.yaml"), []byte("title: T\nbase-url: https://example.org/\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := r.run("Build the site", "PROJECT=sub", "BASE_URL=https://news.github.io/site", "STATUS=0"); err != nil {
		t.Errorf("a good build: %s, %v", out, err)
	}
	called, _ := os.ReadFile(filepath.Join(r.home, "called"))
	cache := r.home + "/plotline-drawings"
	if want := cache + " build -s sub --json --base-url https://news.github.io/site\n" + cache + " build -s sub --json\n"; string(called) != want {
		t.Errorf("called %s, want %s", called, want)
	}
}

// TestWorkflow writes the file for a project in a folder, whatever its name, and leaves alone what
// somebody took over.
func TestWorkflow(t *testing.T) {
	s := newSandbox(t)
	project := filepath.Join(s.dir, "demo", `my "own" project`)
	s.write(`demo/my "own" project/plotline.yaml`, "title: T\n")
	write := func(dry bool) (string, error) {
		w, err := Workflow(t.Context(), project, dry)
		if err != nil {
			return "", err
		}
		return w.Is, nil
	}
	file := filepath.Join(s.dir, "demo", WorkflowFile)
	if is, err := write(true); is != "new" || err != nil {
		t.Errorf("dry run: %s, %v", is, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a dry run wrote the workflow")
	}
	if is, err := write(false); is != "new" || err != nil {
		t.Errorf("first: %s, %v", is, err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var w struct{ Env map[string]string }
	if err := yaml.Unmarshal(b, &w); err != nil || w.Env["PROJECT"] != `my "own" project` {
		t.Errorf("env %v, %v", w.Env, err)
	}
	if is, err := write(false); is != "the same" || err != nil {
		t.Errorf("second: %s, %v", is, err)
	}
	s.write("demo/"+WorkflowFile, strings.Replace(string(b), "v7.0.1", "v1.0.0", 1))
	if is, err := write(false); is != "changed" || err != nil {
		t.Errorf("of an older version: %s, %v", is, err)
	}
	_, mine, _ := strings.Cut(string(b), "\n")
	s.write("demo/"+WorkflowFile, mine)
	if _, err := write(false); err == nil || !strings.Contains(err.Error(), "does not begin with the line that Plotline writes") {
		t.Errorf("taken over: %v", err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != mine {
		t.Errorf("what was taken over was written: %v", err)
	}
}
