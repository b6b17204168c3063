package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"plotline/data"
	"plotline/data/source"
)

// Provenance says where a snapshot comes from. It is committed beside it, so it holds no secret.
type Provenance struct {
	Query       string    `json:"query"`        // the SQL file's name
	QuerySHA256 string    `json:"query_sha256"` // Query.Hash
	Engine      string    `json:"engine"`
	Server      string    `json:"server_version"`
	Connection  string    `json:"connection"` // the environment variable's name
	Time        time.Time `json:"time"`       // when the query was run, in UTC
	Rows        int       `json:"rows"`
	Bytes       int64     `json:"bytes"`
	SHA256      string    `json:"sha256"` // of the CSV
	Columns     []Column  `json:"columns"`

	// Replaces is the provenance before, while the CSV is being replaced: two files cannot change at
	// one instant, and at every instant one of the two is that of the CSV that stands there.
	Replaces *Provenance `json:"replaces,omitempty"`
}

// Column is a column of a result.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"` // as the server names it
}

// Result is what a server gave for a query.
type Result struct {
	Server  string // its version
	Columns []Column
	Rows    int
	Bytes   int64
	SHA256  string // of the bytes
}

// Provenance is that of a result of the query, run at a time.
func (q *Query) Provenance(r *Result, at time.Time) *Provenance {
	return &Provenance{Query: path.Base(q.File.Path), QuerySHA256: q.Hash(), Engine: q.Engine, Server: r.Server, Connection: q.Connection,
		Time: at.UTC().Truncate(time.Second), Rows: r.Rows, Bytes: r.Bytes, SHA256: r.SHA256, Columns: r.Columns}
}

// JSON is the provenance as its file has it.
func (p *Provenance) JSON() []byte {
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		panic(err) // strings, numbers and times
	}
	return append(b, '\n')
}

// Name is that of the query's table: the file's without its ending.
func (q *Query) Name() string {
	return strings.TrimSuffix(path.Base(q.File.Path), path.Ext(q.File.Path))
}

// CSV is the path of the query's snapshot.
func (q *Query) CSV() string { return path.Join(path.Dir(q.File.Path), q.Name()+".snapshot.csv") }

// JSON is the path of the provenance of the query's snapshot.
func (q *Query) JSON() string { return path.Join(path.Dir(q.File.Path), q.Name()+".snapshot.json") }

// Reading is how a snapshot is read: nothing in it is to be detected.
func Reading() data.Options {
	none, one := 0, 1
	return data.Options{Delimiter: ',', Encoding: "utf-8", Preamble: &none, HeaderRows: &one, Footer: &none, Decimal: '.'}
}

// Sum is the SHA-256 of a snapshot's CSV.
func Sum(csv io.Reader) (string, error) {
	h := sha256.New()
	_, err := io.Copy(h, csv)
	return hex.EncodeToString(h.Sum(nil)), err
}

// SumOf is the Sum of bytes.
func SumOf(csv []byte) string {
	sum := sha256.Sum256(csv)
	return hex.EncodeToString(sum[:])
}

// Check holds a snapshot's Sum, empty where there is no CSV, and its provenance, nil where there is
// none, against the query. It returns the provenance of the CSV as it is, nil when a problem is an error.
func (q *Query) Check(sum string, provenance []byte) (*Provenance, source.List) {
	again := fmt.Sprintf("run plotline data refresh %s", q.Name())
	at := q.At("engine")
	wrong := func(rule, format string, args ...any) (*Provenance, source.List) {
		return nil, source.List{source.Errorf(at, format, args...).WithRule(rule).WithHint(again)}
	}
	switch {
	case sum == "" && provenance == nil:
		return wrong("snapshot-missing", "table %q has no snapshot yet, and a build asks no server", q.Name())
	case sum == "":
		return wrong("snapshot-missing", "table %q has no %s, only what says where it came from", q.Name(), q.CSV())
	case provenance == nil:
		return wrong("snapshot-missing", "table %q has no %s, so where its snapshot comes from is not known", q.Name(), q.JSON())
	}
	var p *Provenance
	if err := json.Unmarshal(provenance, &p); err != nil || p == nil {
		return wrong("snapshot-changed", "%s is no provenance of a snapshot", q.JSON())
	}
	for p != nil && p.SHA256 != sum {
		p = p.Replaces
	}
	if p == nil {
		return wrong("snapshot-changed", "%s is not what the server gave: somebody has changed it since", q.CSV())
	}
	p.Replaces = nil
	if p.QuerySHA256 != q.Hash() {
		return p, source.List{source.Warnf(q.Token(0), "snapshot-stale", "the query has changed since %s, when %s was taken", p.Time.Format(time.DateOnly), q.CSV()).WithHint(again)}
	}
	return p, nil
}
