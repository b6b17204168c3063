package format

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"modernc.org/quickjs"
)

// twin is format.ts, bundled as for the browser and running in the engine that draws the charts.
type twin struct{ vm *quickjs.VM }

func newTwin(t *testing.T) twin {
	t.Helper()
	entry, err := filepath.Abs("../../templates/web/src/format.ts")
	if err != nil {
		t.Fatal(err)
	}
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{entry},
		Bundle:      true, MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true,
		Format: api.FormatIIFE, GlobalName: "twin", Target: api.ES2018,
	})
	for _, m := range built.Errors {
		t.Fatalf("bundling the twin: %s", m.Text)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vm.Close() })
	run := `;function batch(code, lang, values) {
		return JSON.parse(values).map(function (v) { return twin.format(code, lang, v) }).join("\n")
	}`
	if _, err := vm.Eval(string(built.OutputFiles[0].Contents)+run, quickjs.EvalGlobal); err != nil {
		t.Fatal(err)
	}
	return twin{vm}
}

// print sends values (numbers and texts) through format.ts.
func (w twin) print(t *testing.T, code, lang, values string) []string {
	t.Helper()
	got, err := w.vm.Call("batch", code, lang, values)
	if err != nil {
		t.Fatalf("%s %s: %v", code, lang, err)
	}
	return strings.Split(got.(string), "\n")
}

// edges are the numbers that tell two ways of rounding apart.
var edges = []float64{
	0, math.Copysign(0, -1), 0.5, -2.5, -0.04, 1.005, 1234.5, -12345.678, 9999.5, 99995000, 999950000000, 1e21, 5e-7, -0.05,
	1630000000000, 0.232, 1, -1, -0.5, 1.5, 2.5, 0.05, 0.15, 0.25, 0.35, 0.049999, 2.675, 1.255, 8.345, 0.1 + 0.2, 9.5, 9.95, 9.995, 99.95, 999.5, 999.95, -999.9999, 9999.5, 9999, 10000,
	99999.5, 999999.5, 1e6, 99994999, 99995000, 99999999, 1e8, 123456789, 999949999999, 999950000000, 1e12, 1.5e16,
	1e21, 1.2345e21, 123456789012345680000, 1e22, 5e-7, 1e-7, 4.9e-7, -5e-7, 5e-324, 1.7976931348623157e308,
	9007199254740993, 0.1, 1.0 / 3, 2.0 / 3, 12345.678, -12345.678, 0.232, 23.2, 20.947, 1.45, 1.55, -1.55,
	840, 2021, 1234, 86400000, -1, 8.64e15, 8.65e15, -62198755200000, 253402300799999, 253402300800000, 1630000000000.5,
}

// spread is edges and more numbers of every size, with many halves.
func spread(n int) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	out := slices.Clone(edges)
	for len(out) < n {
		v := float64(r.IntN(2_000_000) - 1_000_000)
		switch len(out) % 5 {
		case 1:
			v = v/math.Pow10(r.IntN(9)) + 5/math.Pow10(r.IntN(5))
		case 2:
			v *= math.Pow10(r.IntN(16))
		case 3:
			v = math.Float64frombits(r.Uint64())
			if math.IsNaN(v) || math.IsInf(v, 0) {
				v = 0.125
			}
		case 4:
			v = r.NormFloat64() * math.Pow10(r.IntN(12)-3)
		}
		out = append(out, v)
	}
	return out
}

func jsonOf(values []float64) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func twinCodes() []string {
	return append(Codes(), "pct1!", "num9", "num2b", "#,##0.0", "0", "0.00", "0.0#", `#,##0.## "km"`, `'up to '0`,
		"0.0%", `#,##0%! "of all"`)
}

var all = flag.Bool("all", false, "print 10,000 values with every code in every language (needs -timeout 30m)")

// Each language and code meets the first edges and its own share of 10,000 values, each code all the
// edges in one language. The engine takes some 40 µs a number, so the whole square waits for -all.
func TestTwinPrintsTheSameNumbers(t *testing.T) {
	w, values := newTwin(t), spread(10_000)
	tags := slices.Sorted(maps.Keys(languages().Languages))
	codes := twinCodes()
	next := 0
	for i, code := range codes {
		f, err := Parse(code)
		if err != nil {
			t.Fatal(err)
		}
		if i%stride == 0 {
			compare(t, w, f, tags[i%len(tags)], edges)
		}
		for j, lang := range tags {
			if (i+j)%stride != 0 {
				continue
			}
			if *all {
				compare(t, w, f, lang, values)
				continue
			}
			to := min(next+len(values)/(len(codes)*len(tags))+1, len(values))
			compare(t, w, f, lang, slices.Concat(edges[:16], values[next:to]))
			next = to % len(values)
		}
	}
}

func compare(t *testing.T, w twin, f Format, lang string, values []float64) {
	t.Helper()
	for i, got := range w.print(t, f.Code(), lang, jsonOf(values)) {
		if want := f.Number(lang, values[i]); got != want {
			t.Fatalf("format(%q, %q, %v) = %q in the browser, %q in Go", f.Code(), lang, values[i], got, want)
		}
	}
}

func TestTwinPrintsTheSameDates(t *testing.T) {
	w := newTwin(t)
	isos := []string{"2021", "0021", "2021-Q1", "2021-Q4", "2021-05", "2021-05-27", "2024-02-29", "2021-13", "2021-00",
		"2021-05-32", "2021-Q5", "2021-5", "21", "2021-05-27T10:00", "", "soon", "九月"}
	for month := 1; month <= 12; month++ {
		isos = append(isos, fmt.Sprintf("2021-%02d", month), fmt.Sprintf("2021-%02d-01", month))
	}
	sent, err := json.Marshal(isos)
	if err != nil {
		t.Fatal(err)
	}
	for i, lang := range slices.Sorted(maps.Keys(languages().Languages)) {
		if i%stride != 0 {
			continue
		}
		for _, code := range append(slices.Clone(dateCodes), "num0") {
			f, err := Parse(code)
			if err != nil {
				t.Fatal(err)
			}
			for k, got := range w.print(t, code, lang, string(sent)) {
				if want := f.Date(lang, isos[k]); got != want {
					t.Errorf("format(%q, %q, %q) = %q in the browser, %q in Go", code, lang, isos[k], got, want)
				}
			}
		}
	}
}

func TestTwinKnowsTheSameLanguages(t *testing.T) {
	w := newTwin(t)
	f, err := Parse("num1k")
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"", "xx", "zh", "zh-CN", "zh_TW", "ZH-HANT-hk", "de-AT", "no", "pt-BR", "pt-PT", "en-AU", "-", "constructor"} {
		compare(t, w, f, tag, []float64{-12345.6})
	}
}
