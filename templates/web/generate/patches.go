//go:build generate

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// patch changes one line of a pinned package. The build fails when the line is no longer there.
type patch struct {
	file, from, to string
	times          int  // how often the line stands there; 0 is once
	browser        bool // only in the bundles for browsers
}

var allPatches = []patch{
	// zrender times its table of ASCII widths and takes another path when the machine is slow.
	{file: "zrender/lib/contain/text.js", from: "var cost = +(new Date()) - start;", to: "var cost = 0;"},
	// Texts are keys of zrender's cache of widths: a category called __proto__ would have it write
	// into the prototype of all objects, and every element would get attributes of that.
	{file: "zrender/lib/core/LRU.js", times: 2, from: "this._map = {};", to: "this._map = Object.create(null);"},
	// A live chart keeps its drawing's own size inside a scaled viewBox, so that not a pixel moves;
	// the pointer's place is scaled back before anything looks at it.
	{file: "zrender/lib/core/event.js", browser: true,
		from: "export function clientToLocal(el, e, out, calculate) {",
		to: `export function clientToLocal(el, e, out, calculate) {
    var svg = el && el.querySelector && el.querySelector('svg');
    if (svg && svg.viewBox.baseVal && svg.viewBox.baseVal.width && e.clientX != null) {
        var box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
        out = out || {};
        out.zrX = (e.clientX - box.left) * scale;
        out.zrY = (e.clientY - box.top) * scale;
        return out;
    }`},
}

func patches(browser bool) []api.Plugin {
	var plugins []api.Plugin
	for _, p := range allPatches {
		if p.browser && !browser {
			continue
		}
		plugins = append(plugins, api.Plugin{Name: "patch", Setup: func(b api.PluginBuild) {
			filter := strings.NewReplacer(".", `\.`, "/", `[\\/]`).Replace(p.file) + "$"
			b.OnLoad(api.OnLoadOptions{Filter: filter}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
				raw, err := os.ReadFile(a.Path)
				if err != nil {
					return api.OnLoadResult{}, err
				}
				if strings.Count(string(raw), p.from) != max(1, p.times) {
					return api.OnLoadResult{}, fmt.Errorf("the patch of %s no longer matches", p.file)
				}
				text := strings.ReplaceAll(string(raw), p.from, p.to)
				return api.OnLoadResult{Contents: &text, ResolveDir: filepath.Dir(a.Path)}, nil
			})
		}})
	}
	return plugins
}
