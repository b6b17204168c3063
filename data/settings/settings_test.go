package settings

import (
	"testing"

	"plotline/data/source"
)

// TestSettled: what a hint says is what reading with it settles, whatever the file is called.
func TestSettled(t *testing.T) {
	for _, name := range []string{"data/debt.csv", "data/a, b: {c}.csv", `data/it's "1".csv`, "data/.csv", "data/各市.csv"} {
		o := Options{Name: name}
		for _, tt := range []struct {
			hint string
			want Options
		}{
			{o.Hint("encoding", "gb18030"), Options{Encoding: "gb18030"}},
			{o.Hint("delimiter", `";"`), Options{Delimiter: ';'}},
			{o.Hint("delimiter", `"\t"`), Options{Delimiter: '\t'}},
			{o.Hint("preamble", "2"), Options{Preamble: new(2)}},
			{o.Hint("header-rows", "1") + "; 0 when it is a row of the table", Options{HeaderRows: new(1)}},
			{o.Settle("footer", "3"), Options{Footer: new(3)}},
			{o.Hint("rows-max", "40"), Options{RowsMax: new(40)}},
			{o.Hint("decimal", `","`), Options{}},
			{SettleComments, Options{Comments: true}},
			{"rename them", Options{}},
		} {
			got := Options{}.Settled(source.List{source.Warnf(source.Span{}, "a-rule", "assumed").WithHint(tt.hint)})
			if got.String() != tt.want.String() {
				t.Errorf("%s: %q settles %q, want %q", name, tt.hint, got, tt.want)
			}
			if got := (Options{}).Settled(source.List{source.Errorf(source.Span{}, "not clear").WithHint(tt.hint)}); tt.hint != SettleComments && got.String() != "" {
				t.Errorf("%s: the error's hint %q settles %q", name, tt.hint, got)
			}
		}
	}
	all := Options{}.Settled(source.List{
		source.Warnf(source.Span{}, "units-row", "").WithHint(Options{Name: "a.csv"}.Hint("header-rows", "3")),
		source.Warnf(source.Span{}, "multi-row-header", "").WithHint(Options{Name: "a.csv"}.Hint("header-rows", "2")),
	})
	if *all.HeaderRows != 3 {
		t.Errorf("%d header rows, want those with the row of units, 3", *all.HeaderRows)
	}
}

func TestHint(t *testing.T) {
	for file, want := range map[string]string{
		"data/co2.csv.gz":      "to settle it: data: {co2: {file: co2.csv.gz, preamble: 2}}",
		"data/a b.c.csv":       `to settle it: data: {a-b-c: {file: "a b.c.csv", preamble: 2}}`,
		"data/分省年度数据.csv":      "to settle it: data: {分省年度数据: {file: 分省年度数据.csv, preamble: 2}}",
		"data/GLB.Ts+dSST.csv": "to settle it: data: {GLB-Ts-dSST: {file: GLB.Ts+dSST.csv, preamble: 2}}",
	} {
		if got := (Options{Name: file}).Hint("preamble", "2"); got != want {
			t.Errorf("of %s: %s, want %s", file, got, want)
		}
	}
}

func TestLayout(t *testing.T) {
	for pattern, want := range map[string]string{"%d/%m/%Y": "2/1/2006", "%Y年%m月%d日": "2006年1月2日", "%d %B %Y": "2 January 2006", "any": "no", "default": "no", "%q": "no", "%d%": "no", "": "no"} {
		got, ok := Layout(pattern)
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("Layout(%q) = %q, want %q", pattern, got, want)
		}
	}
}
