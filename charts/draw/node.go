package draw

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"plotline/templates"
)

// byNode draws with one node process and returns the jobs it did not draw: all of them when node
// is missing or dies. Its bytes are those of the embedded engine.
func (p *Pool) byNode(ctx context.Context, jobs []Job, results []Result, missing []int) []int {
	dir, err := os.MkdirTemp("", "plotline-node-*")
	if err != nil {
		return missing
	}
	defer os.RemoveAll(dir)
	answers, stop, err := startNode(ctx, dir, p.bundle, jobs, missing)
	if err != nil {
		return missing
	}
	defer stop()
	for k, i := range missing {
		line, err := answers.ReadBytes('\n')
		if err != nil {
			return missing[k:]
		}
		var a struct {
			SVG   []string
			Error string
		}
		if json.Unmarshal(line, &a) != nil || a.Error == "" && len(a.SVG) != len(jobs[i].Sizes) {
			return missing[k:]
		}
		r := Result{SVG: toBytes(a.SVG)}
		if a.Error != "" {
			r = Result{Err: errors.New(a.Error)}
		}
		results[i] = p.finish(jobs[i], r)
		p.node.Add(1)
	}
	return nil
}

// startNode starts the worker and feeds it the jobs from a goroutine that ends with it.
func startNode(ctx context.Context, dir string, b *templates.Bundle, jobs []Job, missing []int) (*bufio.Reader, func(), error) {
	worker, engine := filepath.Join(dir, "worker.cjs"), filepath.Join(dir, "engine.js")
	if err := errors.Join(os.WriteFile(worker, b.Worker, 0o600), os.WriteFile(engine, b.Engine, 0o600)); err != nil {
		return nil, nil, err
	}
	cmd := exec.CommandContext(ctx, "node", worker, engine)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")} // NODE_OPTIONS of the user's shell must not reach the drawings
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		defer in.Close()
		w := bufio.NewWriter(in)
		for _, i := range missing {
			if _, err := w.Write(append(jobs[i].request(), '\n')); err != nil {
				return
			}
		}
		w.Flush()
	}()
	stop := func() {
		io.Copy(io.Discard, out)
		cmd.Process.Kill()
		cmd.Wait()
		<-fed
	}
	return bufio.NewReaderSize(out, 1<<20), stop, nil
}
