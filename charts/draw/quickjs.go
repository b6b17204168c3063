package draw

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"modernc.org/quickjs"

	"plotline/templates"
)

// engine is one embedded QuickJS with ECharts in it. It draws one job at a time.
type engine struct{ vm *quickjs.VM }

const longest = 60 * time.Second // a drawing that takes this long never ends

// newEngine loads the bundle's bytecode. The bytecode was made by the same version of the engine
// in the same build, and lies inside this binary: nobody else's bytes are ever loaded.
func newEngine(b *templates.Bundle) (*engine, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("start the drawing engine: %w", err)
	}
	v, err := vm.EvalBytecodeValue(b.Bytecode)
	if err != nil {
		vm.Close()
		return nil, fmt.Errorf("load the drawing engine: %w", err)
	}
	v.Free()
	vm.SetEvalTimeout(longest)
	return &engine{vm}, nil
}

func (e *engine) close() { e.vm.Close() }

// draw returns the raw drawings of a job. After an exception the engine stays usable.
func (e *engine) draw(j Job) Result {
	answer, err := e.vm.Call("plotlineDraw", string(j.request()))
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return Result{Err: fmt.Errorf("%s", strings.TrimPrefix(text, "Error: "))}
	}
	var svg []string
	s, _ := answer.(string)
	if err := json.Unmarshal([]byte(s), &svg); err != nil || len(svg) != len(j.Sizes) {
		return Result{Err: fmt.Errorf("the engine answered %q", s[:min(len(s), 80)])}
	}
	return Result{SVG: toBytes(svg)}
}

func toBytes(svg []string) [][]byte {
	out := make([][]byte, len(svg))
	for i, s := range svg {
		out[i] = []byte(s)
	}
	return out
}

// request is the job as both engines read it: one line of JSON.
func (j Job) request() []byte {
	sizes := make([][2]int, len(j.Sizes))
	for i, s := range j.Sizes {
		sizes[i] = [2]int{s.Width, s.Height}
	}
	b, err := json.Marshal(struct {
		ID     string          `json:"id"`
		Option json.RawMessage `json:"option"`
		Sizes  [][2]int        `json:"sizes"`
	}{j.ID, j.Option, sizes})
	if err != nil { // the option is no JSON: the engine says so
		b, _ = json.Marshal(j.ID)
	}
	return b
}
