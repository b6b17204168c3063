package site

import (
	"io"
	"strings"

	"plotline/data"
	"plotline/data/snapshot"
	"plotline/data/source"
)

// snapshotOf is the query that a file of the data folder is the snapshot of, or belongs to; ok is
// false when it is none.
func snapshotOf(name string) (query string, ok bool) {
	for _, ending := range []string{".snapshot.csv", ".snapshot.json"} {
		if base, is := strings.CutSuffix(name, ending); is {
			return base + ".sql", true
		}
	}
	return "", false
}

// snapshot reads what a query for a server last gave. No server is asked: that is what
// plotline data refresh is for.
func (r *run) snapshot(q *snapshot.Query, how data.Options) readTable {
	csv, about := r.inputs.readData(q.CSV()), r.inputs.read(q.JSON())
	for _, in := range []*input{csv, about} {
		if in.problem != nil {
			return readTable{problems: source.List{*in.problem}}
		}
	}
	told := snapshot.Reading()
	told.Name, told.Pad, told.Cut = how.Name, r.config.softer("row-short"), r.config.softer("row-long")
	sums := [3]key{keyOf(q.File.Text), csv.key(), about.key()}
	k := keyOf(sums[0][:], sums[1][:], sums[2][:], []byte(told.String()))
	return r.tables.once(k, func() readTable {
		sum, err := csv.plainSum()
		if err != nil {
			return readTable{problems: source.List{*unreadable(q.CSV(), err)}}
		}
		p, wrong := q.Check(sum, about.bytes)
		t := readTable{problems: wrong, key: k}
		if p != nil {
			t.table, wrong = data.Read(csv.source(), told)
			t.problems = append(t.problems, wrong...)
		}
		return t
	})
}

// plainSum is the sum of a snapshot's bytes; empty when there is none.
func (f *input) plainSum() (string, error) {
	if f.far == nil {
		if f.bytes == nil {
			return "", nil
		}
		return snapshot.SumOf(f.bytes), nil
	}
	r, err := f.far.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	return snapshot.Sum(io.NewSectionReader(r, 0, int64(f.far.Size())))
}
