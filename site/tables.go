package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"plotline/data"
	"plotline/data/load"
	"plotline/data/snapshot"
	"plotline/data/source"
	"plotline/data/sql"
)

// queryExtension is that of files that make a table of others.
const queryExtension = ".sql"

// isTable reports whether a file of that name holds a table, or makes one.
func isTable(name string) bool {
	_, kept := snapshotOf(name)
	return !kept && load.Knows(name) || path.Ext(name) == queryExtension
}

// tablesIn lists the files of a folder that hold tables.
func (r *run) tablesIn(dir string) []string {
	var names []string
	for _, name := range r.inputs.list(dir) {
		if isTable(path.Base(name)) {
			names = append(names, path.Base(name))
		}
	}
	return names
}

// filesOf returns the files that a table's name can mean: the file of that very name; or that without its
// extension, where .csv comes before all others, and what nobody reads behind them.
func (r *run) filesOf(table string) []string {
	if slices.Contains(r.files, table) {
		return []string{table}
	}
	var fit []string
	for _, f := range r.files {
		if tableName(f) != table {
			continue
		}
		if path.Ext(f) == ".csv" {
			return []string{f}
		}
		fit = append(fit, f)
	}
	if reads := slices.DeleteFunc(slices.Clone(fit), func(f string) bool { return !load.Reads(f) && path.Ext(f) != queryExtension }); len(reads) > 0 {
		return reads
	}
	return fit
}

// tableName is a file's name without its extension.
func tableName(file string) string {
	if name, is := strings.CutSuffix(file, queryExtension); is {
		return name
	}
	name, _ := load.Split(file)
	return name
}

// reading is a file of the data folder and what a story says about it.
type reading struct{ file, how string }

// table reads a file of the data folder, once a plan for each way that stories tell.
func (r *run) table(file string, how data.Options) *data.Table {
	as := reading{file, how.String()}
	if t, ok := r.byFile[as]; ok {
		return t.table
	}
	how.Name = file
	name := path.Join(r.dataDir, file)
	in := r.inputs.readData(name)
	t := readTable{}
	switch from := in.source(); {
	case in.problem != nil:
		t.problems = source.List{*in.problem}
	case from == nil:
	case path.Ext(file) == queryExtension:
		t = r.query(r.inputs.read(name), how)
	default:
		t = r.load(from, in.key(), how)
	}
	r.byFile[as] = t
	return t.table
}

// load reads a table and holds it against its sidecar.
func (r *run) load(from *source.File, sum key, how data.Options) readTable {
	how.Inspect = true // whether rows have the cells that a story uses is asked where it uses them
	how.Pad, how.Cut = r.config.softer("row-short"), r.config.softer("row-long")
	k := keyOf(sum[:], []byte(how.String()), r.packKey[:])
	return r.tables.once(k, func() readTable {
		resource := r.pack.Resource(path.Base(from.Path), how.Sheet)
		text, problems := load.Open(from, resource.Told(how))
		problems = r.pack.Chose(path.Base(from.Path), how, problems)
		if text.File == nil {
			return readTable{nil, problems, k}
		}
		t, more := data.Read(text.File, text.Options)
		more = append(resource.Check(t, more), text.Check(t)...)
		return readTable{t, append(problems, more...), k}
	})
}

// query makes the table of a SQL file, or takes the one that was made of the same query and tables.
func (r *run) query(in *input, how data.Options) readTable {
	f, problems := in.text()
	other := how
	if other.Decimal = 0; other.String() != "" {
		p := source.Errorf(source.NewFile(f.Path, nil).All(), "%s: a query's result is read as it is", other.String()).WithHint("leave it out, or say it of the files that the query reads")
		problems = append(problems, p)
	}
	kept, more := snapshot.Parse(f)
	if problems = append(problems, more...); problems.HasErrors() {
		return readTable{problems: problems}
	}
	if kept.Remote() {
		t := r.snapshot(kept, how)
		t.problems = append(problems, t.problems...)
		return t
	}
	q := &sql.Query{Query: kept}
	tables := &queryTables{run: r, query: q, names: map[string]string{}}
	r.running = append(r.running, path.Base(f.Path))
	defer func() { r.running = r.running[:len(r.running)-1] }()
	sum := in.key()
	listed := keyOf(sum[:], []byte(strings.Join(r.files, "\n")))
	names, known := r.queries.get(listed)
	if !known {
		var err error
		names, more, err = q.Inputs(r.context, tables)
		if problems = append(problems, more...); names == nil || err != nil {
			return readTable{problems: tables.with(problems, err)}
		}
		r.queries.put(listed, names)
	}
	parts := [][]byte{sum[:], []byte(how.String()), r.packKey[:]}
	for _, name := range names {
		t, _ := tables.Table(name)
		if t == nil {
			return readTable{problems: tables.with(problems, nil)}
		}
		if open := t.Uses(t.Names()...); len(open) > 0 { // a query may use any column
			return readTable{problems: append(problems, open...)}
		}
		hash := t.Hash[:]
		if !t.Held() { // the values of a large table are not known, its bytes are
			read := r.byFile[reading{file: tables.names[name]}]
			hash = read.key[:]
		}
		parts = append(parts, []byte(name), hash)
	}
	key := keyOf(append(parts, fmt.Appendf(nil, "%q", tables.paths()))...)
	if t, known := r.results.get(key); known {
		return t
	}
	result, more, err := r.result(q, key, tables)
	problems = append(problems, more...)
	if err != nil {
		return readTable{problems: tables.with(problems, err)}
	}
	t := readTable{problems: problems, key: key}
	if result != nil {
		text := result.Open(q, how)
		t.table, more = r.pack.Resource(path.Base(f.Path), "").Read(text.File, text.Options)
		t.problems = append(t.problems, more...)
	}
	if t.table != nil {
		t.table.Inputs = tables.paths()
	}
	r.results.put(key, t)
	return t
}

// result runs a query, or takes what an earlier build kept.
func (r *run) result(q *sql.Query, k key, tables *queryTables) (*sql.Result, source.List, error) {
	kept := keyOf([]byte("query"), []byte(r.options.Program), k[:])
	if r.options.Program != "" {
		if parts, ok := r.drawer.Recall(kept); ok && len(parts) == 1 {
			if result, problems := q.Kept(parts[0]); result != nil {
				return result, problems, nil
			}
		}
	}
	r.ran++
	result, problems, err := q.Run(r.context, tables, r.options.DuckDB)
	if result != nil && r.options.Program != "" {
		r.drawer.Keep(kept, [][]byte{result.Maker.Bytes()})
	}
	return result, problems, err
}

// queryTables are the tables that a query may name: the files of the data folder, without their extensions.
type queryTables struct {
	run      *run
	query    *sql.Query
	names    map[string]string // files that were asked for, by the name in the query
	problems source.List
}

// Table finds a table, in any case of letters, as SQL has it.
func (t *queryTables) Table(name string) (*data.Table, bool) {
	files := t.run.filesOf(name)
	for _, f := range t.run.files {
		if n := tableName(f); len(files) == 0 && strings.EqualFold(n, name) {
			files = t.run.filesOf(n)
		}
	}
	whole := source.NewFile(t.query.File.Path, nil).All()
	switch {
	case len(files) == 0:
		return nil, false
	case len(files) > 1:
		t.problems = append(t.problems, source.Errorf(whole, "table %q can be %s", name, strings.Join(files, " or ")).WithHint("rename one of the files"))
		return nil, true
	case slices.Contains(t.run.running, files[0]):
		t.problems = append(t.problems, source.Errorf(whole, "the query reads its own result, by way of %s", strings.Join(append(slices.Clone(t.run.running), files[0]), ", ")))
		return nil, true
	}
	t.names[name] = files[0]
	t.run.queried[reading{file: files[0]}] = true
	return t.run.table(files[0], data.Options{}), true
}

// Names lists what Table knows.
func (t *queryTables) Names() []string {
	var names []string
	for _, f := range t.run.files {
		names = append(names, tableName(f))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// with adds what was wrong with names, and an error that is not the plan's own end.
func (t *queryTables) with(problems source.List, err error) source.List {
	problems = append(problems, t.problems...)
	if err != nil && t.run.context.Err() == nil {
		problems = append(problems, source.Errorf(source.NewFile(t.query.File.Path, nil).All(), "the query could not be run: %v", err))
	}
	return problems
}

// paths are the files that were read, sorted.
func (t *queryTables) paths() []string {
	var paths []string
	for _, f := range t.names {
		paths = append(paths, path.Join(t.run.dataDir, f))
		if table := t.run.table(f, data.Options{}); table != nil {
			paths = append(paths, table.Inputs...)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}
