package site

import (
	"io"
	"path"
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
func (r *run) snapshot(file string, how data.Options) readTable {
	f, _ := r.text(path.Join(r.dataDir, file))
	if f == nil {
		return readTable{}
	}
	q, problems := snapshot.Parse(f)
	if q == nil {
		return readTable{problems: problems}
	}
	if !q.Remote() {
		return readTable{problems: append(problems, source.Errorf(f.Line(1), "a query of engine %s is not run by builds yet", q.Engine).WithHint("-- engine: postgres, or clickhouse"))}
	}
	csv, about := r.inputs.readData(q.CSV()), r.inputs.read(q.JSON())
	for _, in := range []*input{csv, about} {
		if in.problem != nil {
			return readTable{problems: append(problems, *in.problem)}
		}
	}
	told := snapshot.Reading()
	told.Name, told.Pad, told.Cut = file, how.Pad, how.Cut
	sums := [3]key{keyOf(f.Text), csv.key(), about.key()}
	k := keyOf(sums[0][:], sums[1][:], sums[2][:], []byte(told.String()))
	return r.tables.once(k, func() readTable {
		sum, err := csv.plainSum()
		if err != nil {
			return readTable{problems: append(problems, *unreadable(q.CSV(), err))}
		}
		p, wrong := q.Check(sum, about.bytes)
		t := readTable{problems: append(problems, wrong...), key: k}
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
