package charts

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Tags stand as near to the ends of their lines as they can without covering each other.
func TestSpread(t *testing.T) {
	for _, tt := range []struct {
		name string
		ends []float64
		want []float64
	}{
		{"apart", []float64{10, 50, 90}, []float64{0, 0, 0}},
		{"two at one place", []float64{50, 50}, []float64{-5, 5}},
		{"near each other", []float64{54, 50}, []float64{3, -3}},
		{"two at the bottom", []float64{100, 100}, []float64{-10, 0}},
		{"three near the bottom", []float64{100, 40, 96, 100}, []float64{-10, 0, -16, 0}},
		{"two at the top", []float64{0, 0}, []float64{0, 10}},
		{"touching those above", []float64{30, 30, 44, 100}, []float64{-5.5, 4.5, 0.5, 0}},
		{"one", []float64{100}, []float64{0}},
		{"none", nil, nil},
	} {
		var tags []tag
		for i, end := range tt.ends {
			tags = append(tags, tag{series: i, end: end, way: end, height: 10})
		}
		if got := spread(len(tags), tags, -5, 105); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// However many there are, none covers another while there is room, and all stay in bounds.
func TestSpreadMany(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		n := 1 + random.IntN(12)
		tags, all := make([]tag, n), 0.0
		for i := range tags {
			tags[i] = tag{series: i, end: float64(random.IntN(100)), height: 10 * float64(1+random.IntN(2))}
			all += tags[i].height
		}
		shifts := spread(n, slices.Clone(tags), -5, 105)
		slices.SortFunc(tags, func(a, b tag) int { return int(2 * (a.end + shifts[a.series] - b.end - shifts[b.series])) })
		above := -5.0
		for _, g := range tags {
			g.height *= min(1, 110/all)
			at := g.end + shifts[g.series]
			if at-g.height/2 < above-1 {
				t.Fatalf("%v: a tag begins at %v, where the one above ends at %v", tags, at-g.height/2, above)
			}
			above = at + g.height/2
		}
		if above > 105+1 {
			t.Fatalf("%v: they end at %v", tags, above)
		}
	}
}

// The texts beside a line's values leave each other room, and do not cover a value.
func TestTexts(t *testing.T) {
	const close = "at,n\n1960.04,316.4\n1960.5,317\n1961,318\n1965,320.1\n1980,338.2\n1980.5,339\n"
	for _, tt := range []struct{ name, csv, extra, want string }{
		{"even steps", "year,n\n2016,1\n2017,2\n2018,3\n2019,2\n2020,4\n", "", "1 2 3 2 4"},
		{"close to the first and the last", close, "", "316.4 318.0 320.1 339.0"},
		{"highlighted all the same", close, "highlight: \"1960.5\"\n", "316.4 317.0 320.1 339.0"},
		{"many", "year,n\n2014,1\n2015,2\n2016,3\n2017,4\n2018,5\n2019,6\n2020,7\n", "", "1 7"},
	} {
		header, _, _ := strings.Cut(tt.csv, ",")
		p := twoWays(t, tt.csv, "kind: line\ndata: t\nx: "+header+"\ny: n\ntitle: A line\nalt: A line.\nid: c\n"+tt.extra)
		if p == nil {
			t.Fatalf("%s: no plot", tt.name)
		}
		lo, hi := p.Extent()
		shown := p.texts(newCanvas(640, false), Nice(lo, hi, maxTicks-1), 590, 250)
		var got []string
		for i, q := range p.Series[0].Points {
			if shown[i] {
				got = append(got, q.Text)
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}
