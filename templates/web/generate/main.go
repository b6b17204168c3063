//go:build generate

// Command generate bundles what runs in browsers and in the build engine from the npm packages
// that package-lock.json pins. It runs in the folder templates and writes web/dist; when nothing
// it reads has changed it does nothing.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
	"modernc.org/quickjs"
)

const dist = "web/dist/"

func main() {
	stamp := inputs()
	if old, err := os.ReadFile(dist + "stamp"); err == nil && string(old) == stamp {
		return
	}
	os.Remove(dist + "stamp")
	engine := script("web/src/engine.ts", false, nil)
	prelude, err := os.ReadFile("web/src/prelude.js")
	check(err)
	engine = append(append(prelude, '\n'), engine...)
	write("engine.js", engine)
	write("engine.qbc", bytecode(engine))
	worker, err := os.ReadFile("web/src/worker.cjs")
	check(err)
	write("worker.cjs", worker)
	scripts := buildFamilies()
	scripts["live"] = apart(script("web/src/live.ts", true, nil))
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(scripts)) {
		sum.Write(scripts[name])
		write("ec-"+name+".js", scripts[name])
	}
	hash := hex.EncodeToString(sum.Sum(nil))[:10]
	write("hash", []byte(hash))
	parts := map[string]string{"FAMILIES_HASH": fmt.Sprintf("%q", hash), "FAMILIES": dependencies(), "FAMILY_OF": drawnBy()}
	write("families.json", fmt.Appendf(nil, `{"before":%s,"of":%s}`, dependencies(), drawnBy()))
	write("runtime.js", script("web/src/runtime.ts", true, parts))
	write("embed.js", script("web/src/embed.ts", true, parts))
	write("frame.js", script("web/src/frame.ts", true, nil))
	write("preview.js", append([]byte("/*\n"+string(licences("The preview of plotline serve holds parts of this package.", "idiomorph"))+"*/\n"), script("web/src/preview.ts", true, nil)...))
	write("LICENSES.txt", licences("The scripts of this site hold parts of these packages.", "echarts", "zrender", "tslib"))
	write("stamp", []byte(stamp))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func absolute(path string) string {
	p, err := filepath.Abs(path)
	check(err)
	return p
}

func write(name string, b []byte) { check(os.WriteFile(dist+name, b, 0o644)) }

// inputs hashes everything the bundles are made of.
func inputs() string {
	sum := sha256.New()
	paths := []string{"web/package-lock.json", "../data/format/table.json", "../charts/text/dist/widths.json", "../go.sum"}
	for _, dir := range []string{"web/src", "web/generate"} {
		check(filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				paths = append(paths, filepath.ToSlash(p))
			}
			return err
		}))
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		check(err)
		fmt.Fprintf(sum, "%s %d\n", p, len(b))
		sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// bundle runs esbuild with what all bundles share, and stops at its first error.
func bundle(o api.BuildOptions) api.BuildResult {
	o.Bundle, o.Target, o.TreeShaking, o.Charset = true, api.ES2018, api.TreeShakingTrue, api.CharsetUTF8
	o.LegalComments, o.LogLevel = api.LegalCommentsNone, api.LogLevelSilent
	o.AbsWorkingDir = absolute(".")
	if o.Define == nil {
		o.Define = map[string]string{}
	}
	o.Define["process.env.NODE_ENV"], o.Define["__DEV__"] = `"production"`, "false"
	r := api.Build(o)
	for _, e := range r.Errors {
		log.Printf("%s %+v", e.Text, e.Location)
	}
	if len(r.Errors) > 0 {
		os.Exit(1)
	}
	return r
}

// script bundles one entry as a classic script.
func script(entry string, browser bool, define map[string]string) []byte {
	plugins := patches(browser)
	if !browser {
		plugins = append(plugins, registerAll())
	}
	r := bundle(api.BuildOptions{EntryPoints: []string{entry}, Format: api.FormatIIFE, Outfile: "x.js", Define: define, Plugins: plugins, Loader: map[string]api.Loader{".css": api.LoaderText},
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true})
	return r.OutputFiles[0].Contents
}

// registerAll puts every family into the build engine, through one import.
func registerAll() api.Plugin {
	return api.Plugin{Name: "all", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^families$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: "families", Namespace: "families"}, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `^family:`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: strings.TrimPrefix(a.Path, "family:"), Namespace: "family"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "family"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			i := slices.IndexFunc(families, func(f family) bool { return f.name == a.Path })
			text := families[i].source()
			return api.OnLoadResult{Contents: &text, ResolveDir: absolute("web")}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "families"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			text := ""
			for _, f := range families {
				text += fmt.Sprintf("import 'family:%s';\n", f.name)
			}
			return api.OnLoadResult{Contents: &text, ResolveDir: absolute("web")}, nil
		})
	}}
}

// dependencies tells the runtime which families each one needs before it.
func dependencies() string {
	deps := map[string][]string{}
	for _, f := range families {
		if f.name != "core" {
			deps[f.name] = append([]string{}, f.deps...)
		}
	}
	b, err := json.Marshal(deps)
	check(err)
	return string(b)
}

// drawnBy tells which family draws a type of series.
func drawnBy() string {
	of := map[string]string{}
	for _, f := range families {
		for _, s := range f.series {
			of[s] = f.name
		}
	}
	b, err := json.Marshal(of)
	check(err)
	return string(b)
}

// bytecode compiles the engine once, so that a process need not parse it.
func bytecode(source []byte) []byte {
	vm, err := quickjs.NewVM()
	check(err)
	defer vm.Close()
	b, err := vm.Compile(string(source), quickjs.EvalGlobal)
	check(err)
	return b
}

// licences gathers the licence and notice of packages that are bundled. What only the preview
// carries stands in its own script: a site does not publish it.
func licences(about string, packages ...string) []byte {
	var b strings.Builder
	b.WriteString(about + "\n")
	for _, name := range packages {
		dir := "web/node_modules/" + name + "/"
		var about struct{ Version, License string }
		raw, err := os.ReadFile(dir + "package.json")
		check(err)
		check(json.Unmarshal(raw, &about))
		fmt.Fprintf(&b, "\n%s\n%s %s (%s)\n%[1]s\n", strings.Repeat("=", 60), name, about.Version, about.License)
		for _, file := range []string{"LICENSE", "LICENSE.txt", "NOTICE", "CopyrightNotice.txt"} {
			if text, err := os.ReadFile(dir + file); err == nil {
				b.WriteString("\n" + strings.TrimSpace(string(text)) + "\n")
			}
		}
	}
	return []byte(b.String())
}
