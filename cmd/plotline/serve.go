package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/page"
	"plotline/site/preview"
	"plotline/site/watch"
	"plotline/templates"
)

type serveFlags struct {
	projectFlags
	port              int
	bind              string
	open, plain, poll bool
}

func serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site while you edit",
		Long: "Preview the site in a browser and keep the open pages up to date while you edit. Drafts are shown too. " +
			"Nothing is written: build writes the site.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.serve(c) },
	}
	flags := c.Flags()
	f.add(flags)
	flags.IntVarP(&f.port, "port", "p", 1313, "port; the next free one is taken when it is in use")
	flags.StringVar(&f.bind, "bind", "", "address to listen at (default this machine only)")
	flags.BoolVarP(&f.open, "open", "O", false, "open the site in the browser")
	flags.BoolVar(&f.plain, "plain", false, "pages without the toolbar")
	flags.BoolVar(&f.poll, "poll", false, "look for changes four times a second instead of waiting for the system's notice")
	return c
}

// serve runs until it is interrupted.
func (f *serveFlags) serve(c *cobra.Command) error {
	o, err := f.projectFlags.open()
	if err != nil {
		return err
	}
	defer o.close()
	bundle, err := templates.Bundles()
	if err != nil {
		return err
	}
	say := &speaker{w: c.ErrOrStderr()}
	if warning := preview.Warning(f.bind); warning != "" {
		say.line("plotline: " + warning)
	}
	listener, notice, err := preview.Listen(f.bind, f.port)
	if err != nil {
		return err
	}
	if notice != "" {
		say.line("plotline: " + notice)
	}
	s := &session{
		say: say, started: time.Now(), folder: o.folder,
		builder: o.builder(o.input, site.Options{Drafts: true, BaseURL: f.baseURL, Pictures: o.pictures, Watched: true}),
	}
	first, err := s.builder.Plan(c.Context())
	if err != nil {
		return err
	}
	base := page.BasePath(first.BaseURL()) // the preview stands where the site will
	s.server = preview.New(preview.Options{Base: base, Bind: f.bind, Script: bundle.Preview, Plain: f.plain, Log: say})
	address := "http://" + f.host(listener.Addr()) + base
	fmt.Fprintln(c.OutOrStdout(), address)
	s.watcher, err = watch.New(o.folder, watch.Options{Poll: f.poll, Ignore: []string{f.output(o.folder)}, Notice: func(n string) { say.line("plotline: " + n) }})
	if err != nil {
		return err
	}
	if f.open {
		openBrowser(address)
	}
	return s.run(c.Context(), listener, first)
}

// output is the folder that build writes, of which the preview takes no notice.
func (f *serveFlags) output(project string) string {
	if f.destination == "" {
		return filepath.Join(project, "public")
	}
	abs, err := filepath.Abs(f.destination)
	if err != nil {
		return f.destination
	}
	return abs
}

// host is the address as browsers are told it.
func (f *serveFlags) host(a net.Addr) string {
	port := strconv.Itoa(a.(*net.TCPAddr).Port)
	switch f.bind {
	case "", "localhost", "127.0.0.1", "0.0.0.0", "::":
		return net.JoinHostPort("localhost", port)
	}
	return net.JoinHostPort(f.bind, port)
}

// session is one preview: a builder, a watcher and a server.
type session struct {
	builder *site.Builder
	server  *preview.Server
	watcher *watch.Watcher
	say     *speaker
	started time.Time
	folder  string // of the project

	good  *site.Plan // the last without errors
	count int        // of states shown
}

// run serves until ctx ends. One goroutine builds; a newer batch cancels the plan that is made.
func (s *session) run(ctx context.Context, l net.Listener, first *site.Plan) error {
	ctx, stop := context.WithCancel(ctx)
	var g sync.WaitGroup
	var failed error
	g.Go(func() {
		defer stop()
		failed = s.server.Serve(ctx, l)
	})
	g.Go(func() { s.watcher.Run(ctx) })
	s.show(first, nil, time.Since(s.started))
	s.follow(ctx)
	stop()
	g.Wait()
	return failed
}

// follow plans again after every batch of changes.
func (s *session) follow(ctx context.Context) {
	var paths []string
	for {
		if paths == nil {
			select {
			case batch, ok := <-s.watcher.Batches():
				if !ok {
					return
				}
				paths = s.settle(ctx, batch)
			case <-ctx.Done():
				return
			}
		}
		start := time.Now()
		s.builder.Changed(paths)
		planning, cancel := context.WithCancel(ctx)
		done := make(chan *site.Plan, 1)
		go func() {
			p, err := s.builder.Plan(planning)
			if err != nil && planning.Err() == nil {
				s.say.line("plotline: " + err.Error())
			}
			if err != nil {
				p = nil
			}
			done <- p
		}()
		select {
		case p := <-done:
			cancel()
			if p != nil {
				s.show(p, paths, time.Since(start))
			}
			paths = nil
		case batch := <-s.watcher.Batches():
			cancel()
			<-done
			paths = append(paths, batch...)
		}
		if ctx.Err() != nil {
			return
		}
	}
}

const (
	many   = 20                     // more files than this are changed by a program: a checkout, a copy
	pause  = 250 * time.Millisecond // twice the time that a batch is collected at most
	bounds = 10 * time.Second       // after which the preview shows what is there
)

// settle waits for the rest of a change of many files, so that the half of a checkout is not built.
func (s *session) settle(ctx context.Context, paths []string) []string {
	for limit := time.Now().Add(bounds); (len(paths) > many || s.checkingOut()) && time.Now().Before(limit); {
		select {
		case batch := <-s.watcher.Batches():
			paths = append(paths, batch...)
		case <-time.After(pause):
			if !s.checkingOut() {
				return paths
			}
		case <-ctx.Done():
			return paths
		}
	}
	return paths
}

// checkingOut reports whether git is at work in the project: it holds a lock while it writes files.
func (s *session) checkingOut() bool {
	for dir := s.folder; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(filepath.Join(dir, ".git")); err == nil && info.IsDir() {
			_, err := os.Stat(filepath.Join(dir, ".git", "index.lock"))
			return err == nil
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

// show hands a plan to the open pages and tells the terminal.
func (s *session) show(p *site.Plan, paths []string, took time.Duration) {
	s.watcher.Watch(p.Inputs)
	s.count++
	state := preview.State{ID: strconv.FormatInt(s.started.UnixMilli(), 36) + "-" + strconv.Itoa(s.count), Reload: site.Reloads(paths)}
	for _, problem := range p.Problems {
		m := noteOf(problem)
		if problem.Level == source.Error {
			state.Errors = append(state.Errors, m)
		} else {
			state.Warnings = append(state.Warnings, m)
		}
	}
	if !p.Problems.HasErrors() {
		state.Changes = p.Since(s.good, paths)
		s.good = p
	}
	if s.good != nil {
		state.Pages = pages{s.good}
	}
	s.server.Show(state)
	s.say.built(p, paths, state.Changes, took)
}

// noteOf is a problem as terminals print it.
func noteOf(p source.Problem) preview.Message {
	var b strings.Builder
	source.Print(&b, source.List{p})
	at := p.At.Position()
	return preview.Message{Text: strings.TrimPrefix(strings.TrimRight(b.String(), "\n"), "plotline: "), Path: at.Path, Line: at.Line, Column: at.Column}
}

// pages is a plan as the preview sees it.
type pages struct{ *site.Plan }

func (p pages) File(ctx context.Context, path string) ([]byte, bool, error) {
	data, ok, problems, err := p.Plan.File(ctx, path)
	if err == nil && problems.HasErrors() {
		var b strings.Builder
		source.Print(&b, problems)
		err = errors.New(strings.TrimSpace(b.String()))
	}
	return data, ok, err
}

// speaker writes whole lines to the terminal, from any goroutine.
type speaker struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *speaker) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(b)
}

func (s *speaker) line(text string) { fmt.Fprintln(s, text) }

// built says what a plan found, what changed, and how long it took.
func (s *speaker) built(p *site.Plan, paths, changes []string, took time.Duration) {
	source.Printer{W: s, Color: colourful(s.w)}.Print(p.Problems)
	words := strings.Join(changes, "; ")
	if words == "" {
		words = strings.Join(slices.Compact(paths), ", ")
	}
	if errors := p.Problems.Count(source.Error); errors > 0 {
		s.line("plotline: " + counts(errors, p.Problems.Count(source.Warning)) + "; pages stay as they were")
		return
	}
	if words == "" {
		words = plural(p.Stories, "story") + ", " + plural(p.Charts, "chart")
	}
	s.line(fmt.Sprintf("plotline: %s (%d ms)", words, took.Milliseconds()))
}

// openBrowser opens an address with the system's own command; that it cannot is no reason to stop.
func openBrowser(address string) {
	command := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	c := exec.Command(command[0], append(command[1:], address)...)
	if c.Start() == nil {
		go c.Wait()
	}
}
