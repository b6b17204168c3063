package calc

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/source"
	"plotline/data/tally"
)

// madeUp writes a made-up table of so many bytes, and returns the sum of its incomes in cents.
func madeUp(t testing.TB, size int) (name string, cents int64) {
	name = filepath.Join(t.TempDir(), "made-up.csv")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	n, _ := w.WriteString("region,city,day,households,income,share,note\n")
	line := []byte{}
	for i := 0; n < size; i++ {
		line = fmt.Appendf(line[:0], "Region %d,City %d,%d-%02d-%02d,%d,%d.%02d,%d.%d%%,\"code %d, checked\"\n", i%13, i%1700, 1990+i%30, 1+i%12, 1+i%28, i*7%100_000, 20_000+i%9000, i%100, i%100, i%10, i%5000)
		w.Write(line)
		n += len(line)
		cents += int64(20_000+i%9000)*100 + int64(i%100)
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return name, cents
}

// fileOf is a file on disk that is not held.
func fileOf(t testing.TB, name string) *source.File {
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return source.NewDistant(name, int(info.Size()), func() (source.Reader, error) { return os.Open(name) })
}

// incomes adds the incomes of each region up, two columns of seven.
func incomes(t testing.TB, name string) map[string]*tally.Tally {
	table, problems := data.Read(fileOf(t, name), data.Options{})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	sums := map[string]*tally.Tally{}
	problems = Each(table, source.Span{}, []string{"region", "income"}, func(part *data.Table, rows []int) bool {
		region, income := part.Column("region"), part.Column("income")
		for _, row := range rows {
			n := sums[region.Text(row)]
			if n == nil {
				n = tally.New("sum")
				sums[region.Text(row)] = n
			}
			if v, ok := income.Number(row); ok {
				n.Add(v)
			}
		}
		return true
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return sums
}

// total is the sum of sums, exactly.
func total(sums map[string]*tally.Tally) *big.Rat {
	all := new(big.Rat)
	for _, n := range sums {
		v, _ := n.Exact()
		all.Add(all, v)
	}
	return all
}

// TestLargeSums: the sums of a large file are those of its decimals.
func TestLargeSums(t *testing.T) {
	name, cents := madeUp(t, 12<<20)
	if got := total(incomes(t, name)); got.Cmp(big.NewRat(cents, 100)) != 0 {
		t.Errorf("the incomes are %s, want %d cents", got.FloatString(2), cents)
	}
}

// BenchmarkData reads two columns of a large table and adds one up by the other, beside the loop that
// programs write over encoding/csv, and DuckDB where it is linked in. MB is the most memory that the process had and cpu-s how long it had a
// processor, which are Linux's to say.
func BenchmarkData(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"50MB", 50 << 20}, {"1GB", 1000 << 20}} {
		var name string
		var cents int64
		made := func(b *testing.B) {
			if name == "" {
				name, cents = madeUp(b, size.bytes)
			}
		}
		b.Run(size.name, func(b *testing.B) {
			made(b)
			b.Run("plotline", func(b *testing.B) {
				measured(b, size.bytes, func() {
					if got := total(incomes(b, name)); got.Cmp(big.NewRat(cents, 100)) != 0 {
						b.Fatalf("the incomes are %s, want %d cents", got.FloatString(2), cents)
					}
				})
			})
			b.Run("encoding-csv", func(b *testing.B) {
				measured(b, size.bytes, func() { loop(b, name) })
			})
			if inDuckDB != nil {
				b.Run("duckdb", func(b *testing.B) {
					measured(b, size.bytes, func() { inDuckDB(b, name) })
				})
			}
		})
	}
}

// inDuckDB adds up in DuckDB, with its own reader of CSV; nil without the build tag duckdb.
var inDuckDB func(b *testing.B, name string)

// loop is what a program does with encoding/csv: no encodings, no types, sums in binary.
func loop(b *testing.B, name string) map[string]float64 {
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.ReuseRecord = true
	r.Read()
	sums := map[string]float64{}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return sums
		}
		if err != nil {
			b.Fatal(err)
		}
		v, err := strconv.ParseFloat(record[4], 64)
		if err != nil {
			b.Fatal(err)
		}
		sums[record[0]] += v
	}
}

func measured(b *testing.B, size int, f func()) {
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // forgets the most memory so far
	b.SetBytes(int64(size))
	before := busy()
	for b.Loop() {
		f()
	}
	if after := busy(); after > before {
		b.ReportMetric((after-before)/float64(b.N), "cpu-s/op")
	}
	if kb := peak(); kb > 0 {
		b.ReportMetric(float64(kb)/1024, "MB")
	}
}

// busy is how many seconds the process had a processor; 0 when that is not known.
func busy() float64 {
	stat, _ := os.ReadFile("/proc/self/stat")
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return float64(user+system) / 100
}

// peak is the most memory that the process had, in KB; 0 when that is not known.
func peak() int {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if kb, is := strings.CutPrefix(line, "VmHWM:"); is {
			n, _ := strconv.Atoi(strings.Fields(kb)[0])
			return n
		}
	}
	return 0
}
