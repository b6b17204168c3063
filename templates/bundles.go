package templates

import (
	"embed"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
)

//go:generate go run -tags generate ./web/generate

//go:embed all:web/dist
var dist embed.FS

// Bundle is what was bundled from npm packages: the drawing engine and the scripts of pages.
type Bundle struct {
	Engine   []byte // for any JavaScript engine: defines plotlineDraw and plotlineMeasure
	Bytecode []byte // of Engine, for the embedded engine of the same version
	Worker   []byte // a node program that draws: `node worker engine`
	Runtime  []byte // the script of every page with charts
	Embed    []byte // the script that pages of others load
	Frame    []byte // the script of charts' own pages
	Families []Asset
	Hash     string // of the families; part of their names
	Preview  []byte // the script of the preview's pages; no site publishes it
	Licenses []byte

	before map[string][]string // families that come before one, besides core
	of     map[string]string   // the family that draws a type of series
}

// Asset is a script of its own: ECharts' core, or a family of charts.
type Asset struct {
	Name string // core, cartesian, pie ...
	Data []byte
}

// Bundles returns the bundles of this binary. The error says how to make them when it was built
// without.
var Bundles = sync.OnceValues(func() (*Bundle, error) {
	missing := errors.New("this plotline was built without its browser bundles; run make site, or npm ci in templates/web and go generate ./charts/text ./templates, and build it again")
	if _, err := dist.ReadFile("web/dist/stamp"); err != nil {
		return nil, missing
	}
	b := &Bundle{Hash: string(file("hash")), Engine: file("engine.js"), Bytecode: file("engine.qbc"), Worker: file("worker.cjs"),
		Runtime: file("runtime.js"), Embed: file("embed.js"), Frame: file("frame.js"), Preview: file("preview.js"), Licenses: file("LICENSES.txt")}
	entries, err := dist.ReadDir("web/dist")
	if err != nil {
		return nil, missing
	}
	for _, e := range entries {
		if name, ok := strings.CutPrefix(e.Name(), "ec-"); ok {
			b.Families = append(b.Families, Asset{strings.TrimSuffix(name, ".js"), file(e.Name())})
		}
	}
	var known struct {
		Before map[string][]string
		Of     map[string]string
	}
	if err := json.Unmarshal(file("families.json"), &known); err != nil {
		return nil, missing
	}
	b.before, b.of = known.Before, known.Of
	return b, nil
})

// Parts returns what wakes charts with these types of series, in the order in which it runs.
func (b *Bundle) Parts(series []string) []Asset {
	names := []string{"core"}
	var add func(name string)
	add = func(name string) {
		if slices.Contains(names, name) {
			return
		}
		for _, n := range b.before[name] {
			add(n)
		}
		names = append(names, name)
	}
	for _, s := range series {
		if name := b.of[s]; name != "" {
			add(name)
		} else {
			add("rest")
		}
	}
	add("live")
	parts := make([]Asset, len(names))
	for i, n := range names {
		parts[i] = b.Families[slices.IndexFunc(b.Families, func(a Asset) bool { return a.Name == n })]
	}
	return parts
}

func file(name string) []byte {
	b, _ := dist.ReadFile("web/dist/" + name)
	return b
}
