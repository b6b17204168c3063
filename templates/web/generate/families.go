//go:build generate

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// family is a part of ECharts that a page loads on demand. Families are classic scripts, because
// ES modules do not load from file://, and share modules through one global.
type family struct {
	name                string
	deps                []string // loaded before it, besides core
	series              []string // types of series that it draws; rest draws all others
	charts, components  []string
	features, renderers []string
}

var families = []family{
	{name: "core", components: []string{"TitleComponent", "LegendComponent", "TooltipComponent", "GraphicComponent"},
		features: []string{"LabelLayout"}, renderers: []string{"SVGRenderer"}},
	{name: "cartesian", series: []string{"bar", "line", "scatter"}, charts: []string{"BarChart", "LineChart", "ScatterChart"},
		components: []string{"GridComponent", "MarkLineComponent", "MarkAreaComponent", "MarkPointComponent"}, features: []string{"LegacyGridContainLabel"}},
	{name: "pie", series: []string{"pie"}, charts: []string{"PieChart"}},
	{name: "visual", components: []string{"VisualMapComponent"}},
	{name: "heatmap", deps: []string{"visual", "cartesian"}, series: []string{"heatmap"}, charts: []string{"HeatmapChart"}, components: []string{"CalendarComponent"}},
	{name: "map", deps: []string{"visual"}, series: []string{"map"}, charts: []string{"MapChart"}, components: []string{"GeoComponent"}},
	{name: "graph", series: []string{"sankey", "graph", "tree", "treemap", "sunburst"}, charts: []string{"SankeyChart", "GraphChart", "TreeChart", "TreemapChart", "SunburstChart"}},
	{name: "rest", deps: []string{"cartesian"}, charts: []string{"RadarChart", "GaugeChart", "FunnelChart", "BoxplotChart", "CandlestickChart", "PictorialBarChart", "CustomChart"},
		components: []string{"RadarComponent", "PolarComponent", "SingleAxisComponent"}},
}

// coreAPI is what the page runtime uses of ECharts.
const coreAPI = `export const echarts = {init: core.init, registerMap: core.registerMap, setPlatformAPI: core.setPlatformAPI, version: core.version};`

var exported = regexp.MustCompile(`export\s*\{\s*(?:(\w+)\s+as\s+)?(\w+)\s*\}\s*from\s*['"]([^'"]+)['"]`)

// source writes a family's entry with imports of ECharts' install files: through the barrels all
// families would pull everything into one shared chunk.
func (f family) source() string {
	var b strings.Builder
	b.WriteString("import * as core from 'echarts/core';\n")
	var names []string
	for _, group := range []struct {
		barrel string
		names  []string
	}{{"charts", f.charts}, {"components", f.components}, {"features", f.features}, {"renderers", f.renderers}} {
		if len(group.names) == 0 {
			continue
		}
		text, err := os.ReadFile("web/node_modules/echarts/lib/export/" + group.barrel + ".js")
		check(err)
		from := map[string][2]string{}
		for _, e := range exported.FindAllStringSubmatch(string(text), -1) {
			name := e[1]
			if name == "" {
				name = e[2]
			}
			from[e[2]] = [2]string{name, e[3]}
		}
		for _, n := range group.names {
			e, ok := from[n]
			if !ok {
				check(fmt.Errorf("echarts/%s exports no %s", group.barrel, n))
			}
			fmt.Fprintf(&b, "import {%s as %s} from %q;\n", e[0], n, absolute("web/node_modules/echarts/lib/export/"+e[1]))
			names = append(names, n)
		}
	}
	fmt.Fprintf(&b, "core.use([%s]);\n", strings.Join(names, ", "))
	return b.String()
}

// splitter turns the families into scripts in two passes: ES modules with splitting tell which
// chunk needs what; then each chunk goes to the one family that everybody who needs it has
// loaded anyway, and the others read it from a global.
type splitter struct {
	files   map[string]string   // chunk by name
	imports map[string][]string // chunks it imports
	owner   map[string]string   // family that carries it
}

func buildFamilies() map[string][]byte {
	s := split()
	out := map[string][]byte{}
	for _, f := range families {
		out[f.name] = s.script(f)
	}
	return out
}

func split() *splitter {
	byName := map[string]family{}
	var entries []api.EntryPoint
	for _, f := range families {
		byName[f.name] = f
		entries = append(entries, api.EntryPoint{InputPath: "family:" + f.name, OutputPath: f.name})
	}
	plugin := api.Plugin{Name: "family", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^family:`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: strings.TrimPrefix(a.Path, "family:"), Namespace: "family"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "family"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text := byName[a.Path].source()
			if a.Path == "core" {
				text += coreAPI
			}
			return api.OnLoadResult{Contents: &text, ResolveDir: absolute("web")}, nil
		})
	}}
	r := bundle(api.BuildOptions{EntryPointsAdvanced: entries, Splitting: true, Format: api.FormatESModule, Outdir: "/out",
		ChunkNames: "chunk-[hash]", Metafile: true, MinifySyntax: true, Plugins: append([]api.Plugin{plugin}, patches(true)...)})
	s := &splitter{map[string]string{}, map[string][]string{}, map[string]string{}}
	for _, o := range r.OutputFiles {
		s.files[path.Base(o.Path)] = string(o.Contents)
	}
	var meta struct {
		Outputs map[string]struct{ Imports []struct{ Path string } }
	}
	check(json.Unmarshal([]byte(r.Metafile), &meta))
	for p, o := range meta.Outputs {
		for _, i := range o.Imports {
			s.imports[path.Base(p)] = append(s.imports[path.Base(p)], path.Base(i.Path))
		}
	}
	s.own(byName)
	return s
}

// own gives every chunk to a family.
func (s *splitter) own(byName map[string]family) {
	reach := map[string]map[string]bool{}
	for _, f := range families {
		seen := map[string]bool{}
		var walk func(string)
		walk = func(n string) {
			if seen[n] {
				return
			}
			seen[n] = true
			if reach[n] == nil {
				reach[n] = map[string]bool{}
			}
			reach[n][f.name] = true
			for _, i := range s.imports[n] {
				walk(i)
			}
		}
		walk(f.name + ".js")
	}
	for n, users := range reach {
		s.owner[n] = "core"
		if users["core"] {
			continue
		}
		for candidate := range users {
			all := true
			for other := range users {
				all = all && (other == candidate || slices.Contains(byName[other].deps, candidate))
			}
			if all {
				s.owner[n] = candidate
			}
		}
	}
}

func (s *splitter) script(f family) []byte {
	shared := map[string]bool{} // chunks of this family that others read
	for n := range s.files {
		for _, i := range s.imports[n] {
			if s.owner[n] != f.name && s.owner[i] == f.name {
				shared[i] = true
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "import * as self from 'out:%s.js';\n", f.name)
	names := slices.Sorted(maps.Keys(shared))
	for i, n := range names {
		fmt.Fprintf(&b, "import * as m%d from 'out:%s';\n", i, n)
	}
	if f.name == "core" {
		b.WriteString("plotlineParts.echarts = self.echarts;\n")
	} else {
		b.WriteString("self;\n")
	}
	for i, n := range names {
		fmt.Fprintf(&b, "plotlineParts[%q] = m%d;\n", n, i)
	}
	plugin := api.Plugin{Name: "out", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^(out:|\./)`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			n := path.Base(strings.TrimPrefix(a.Path, "out:"))
			if s.owner[n] != f.name {
				return api.OnResolveResult{Path: n, Namespace: "elsewhere"}, nil
			}
			return api.OnResolveResult{Path: n, Namespace: "out"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "out"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text := s.files[a.Path]
			return api.OnLoadResult{Contents: &text}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "elsewhere"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text := fmt.Sprintf("module.exports = plotlineParts[%q]", a.Path)
			return api.OnLoadResult{Contents: &text}, nil
		})
	}}
	r := bundle(api.BuildOptions{Stdin: &api.StdinOptions{Contents: b.String(), Sourcefile: f.name}, Format: api.FormatIIFE, Outfile: "x.js",
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Plugins: []api.Plugin{plugin}})
	return apart(r.OutputFiles[0].Contents)
}

// apart gives a script the plotlineParts of its own site and version: a page may have charts of several
// sites, whose scripts must not meet, and an ECharts of its own.
func apart(script []byte) []byte {
	return slices.Concat([]byte(`(function(){var plotlineParts=function(w,k){w=w.plotlineParts||(w.plotlineParts={});return w[k]||(w[k]={})}(window,document.currentScript.src.replace(/ec-\w+\.(\w+)\.js.*$/,"$1"));`), script, []byte("})();\n"))
}
