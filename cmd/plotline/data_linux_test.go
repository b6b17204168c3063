package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"plotline/data/enginetest"
	"plotline/data/snapshot"
	"plotline/data/source"
)

// archive is a project whose queries run on real servers, by the real command.
type archive struct {
	*testing.T
	dir, plotline string
	env           []string
}

func newArchive(t *testing.T) *archive {
	n := &archive{T: t, dir: t.TempDir(), plotline: filepath.Join(t.TempDir(), "plotline")}
	if out, err := exec.Command("go", "build", "-o", n.plotline, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.Mkdir(n.path(""), 0o755); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n *archive) path(name string) string { return filepath.Join(n.dir, "data", name) }

// query writes a query.
func (n *archive) query(engine, header, statement string) {
	n.Helper()
	text := fmt.Sprintf("-- engine: %s\n-- connection: $%s\n%s%s\n", engine, strings.ToUpper(engine), header, statement)
	if err := os.WriteFile(n.path(engine+".sql"), []byte(text), 0o644); err != nil {
		n.Fatal(err)
	}
}

func (n *archive) command(args ...string) *exec.Cmd {
	c := exec.Command(n.plotline, args...)
	c.Dir, c.Env = n.dir, append(os.Environ(), n.env...)
	return c
}

// run runs the command to its end; peak is the most memory that it was seen to use, in MB.
func (n *archive) run(args ...string) (stdout, stderr string, code int, peak float64) {
	n.Helper()
	var out, err bytes.Buffer
	c := n.command(args...)
	c.Stdout, c.Stderr = &out, &err
	if err := c.Start(); err != nil {
		n.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		c.Wait()
		close(done)
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		case <-time.After(2 * time.Millisecond):
		}
		// Not the kernel's account of the finished process: that begins with what the test itself uses.
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
		if _, line, ok := strings.Cut(string(status), "VmHWM:"); ok {
			var kb float64
			fmt.Sscan(line, &kb)
			peak = max(peak, kb/1024)
		}
	}
	if strings.Contains(out.String()+err.String(), "cret") {
		n.Errorf("the password is told:\n%s%s", &out, &err)
	}
	return out.String(), err.String(), c.ProcessState.ExitCode(), peak
}

// snapshot is a query's snapshot as it stands, whole and with its provenance.
func (n *archive) snapshot(engine string) (csv string, p *snapshot.Provenance) {
	n.Helper()
	text, err := os.ReadFile(n.path(engine + ".sql"))
	if err != nil {
		n.Fatal(err)
	}
	q, _ := snapshot.Parse(source.NewFile("data/"+engine+".sql", text))
	b, err := os.ReadFile(n.path(engine + ".snapshot.csv"))
	if err != nil {
		n.Fatal(err)
	}
	about, _ := os.ReadFile(n.path(engine + ".snapshot.json"))
	sum, _ := snapshot.Sum(bytes.NewReader(b))
	p, problems := q.Check(sum, about)
	if problems.HasErrors() || strings.Contains(string(about), "cret") {
		n.Fatalf("%v\n%s", problems, about)
	}
	return string(b), p
}

// left are the files of the data folder that are no queries or snapshots.
func (n *archive) left() (names []string) {
	entries, _ := os.ReadDir(n.path(""))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

// millions gives rows of an engine, a pause after each so many of them when slow.
func millions(engine string, rows int, slow bool) string {
	if engine == snapshot.ClickHouse {
		pause := ""
		if slow {
			pause = " WHERE sleepEachRow(0.00001) = 0"
		}
		return fmt.Sprintf("SELECT number + 1 AS n, concat('row ', toString(number + 1)) AS name, toString(number %% 97) AS part FROM numbers(%d)%s", rows, pause)
	}
	pause := ""
	if slow {
		pause = " WHERE g % 1000 > 0 OR pg_sleep(0.01) IS NOT NULL"
	}
	return fmt.Sprintf("SELECT g AS n, 'row ' || g AS name, ((g - 1) %% 97)::text AS part FROM generate_series(1, %d) g%s", rows, pause)
}

const megabytes = 100 // of memory that a refresh of a million rows may take

func TestRefresh(t *testing.T) {
	postgres, clickhouse := enginetest.Postgres(t), enginetest.ClickHouse(t)
	n := newArchive(t)
	n.env = []string{"POSTGRES=" + postgres.PostgresURL("reader"), "CLICKHOUSE=" + clickhouse.ClickHouseURL("reader")}
	var results [2]string
	for i, engine := range []string{snapshot.Postgres, snapshot.ClickHouse} {
		t.Run(engine, func(t *testing.T) {
			n.T = t
			n.query(engine, "", millions(engine, 1_000_000, false))
			for _, same := range []bool{false, true} { // the second reads the snapshot before
				stdout, stderr, code, peak := n.run("data", "refresh", engine)
				if code != 0 || stderr != "" || !strings.Contains(stdout, engine+".snapshot.csv: 1000000 rows, 19.7 MB from ") || strings.Contains(stdout, "the same as before") != same {
					t.Fatalf("%s%s", stdout, stderr)
				}
				t.Logf("%.0f MB at most, %s", peak, stdout)
				if peak < 10 || peak > megabytes {
					t.Errorf("%.0f MB of memory", peak)
				}
			}
			csv, p := n.snapshot(engine)
			if !strings.HasPrefix(csv, "n,name,part\n1,row 1,0\n2,row 2,1\n") || !strings.HasSuffix(csv, "\n1000000,row 1000000,26\n") || p.Rows != 1_000_000 || p.Bytes != int64(len(csv)) || p.Connection != strings.ToUpper(engine) {
				t.Errorf("snapshot of %+v", p)
			}
			results[i] = csv
			n.query(engine, "-- key: n\n", millions(engine, 4, false))
			if stdout, stderr, _, _ := n.run("data", "refresh", engine, "--clock", "2022-05-27 06:00"); stderr != "" {
				t.Fatal(stdout, stderr)
			}
			n.query(engine, "-- key: n\n", "SELECT * FROM ("+millions(engine, 5, false)+") AS t WHERE n > 1")
			stdout, stderr, code, _ := n.run("data", "diff", engine)
			if want := "data/" + engine + ".snapshot.csv: 1 row added, 1 row gone (3 rows the same)\n  + 5\n  - 1\n"; stdout != want || stderr != "" || code != 0 {
				t.Errorf("got  %swant %s%s", stdout, want, stderr)
			}
			n.query(engine, "", millions(engine, 4, false))
			if _, p := n.snapshot(engine); p.Time.Format(time.RFC3339) != "2022-05-27T06:00:00Z" || p.Rows != 4 {
				t.Errorf("a comparison changed the snapshot: %+v", p)
			}
			n.broken(engine)
		})
	}
	if results[0] != results[1] {
		t.Error("the servers give other tables")
	}
}

// broken refreshes that come to no end leave the snapshot as it was.
func (n *archive) broken(engine string) {
	before, p := n.snapshot(engine)
	stays := func(what string) {
		n.Helper()
		n.query(engine, "", millions(engine, 4, false))
		if after, _ := n.snapshot(engine); after != before {
			n.Errorf("%s changed the snapshot", what)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 4 {
		n.query(engine, "-- max-rows: 9000000\n", millions(engine, 9_000_000, true))
		temporary := n.path("." + engine + ".snapshot.csv.new")
		os.Remove(temporary)
		c := n.command("data", "refresh", engine)
		var stderr bytes.Buffer
		c.Stderr = &stderr
		if err := c.Start(); err != nil {
			n.Fatal(err)
		}
		size, wanted := int64(0), int64(1+random.IntN(300_000))
		for end := time.Now().Add(10 * time.Second); size < wanted && time.Now().Before(end); time.Sleep(time.Millisecond) {
			if info, err := os.Stat(temporary); err == nil {
				size = info.Size()
			}
		}
		if size < wanted {
			n.Fatalf("nothing came: %d bytes", size)
		}
		if i == 0 {
			if _, stderr, _, _ := n.run("data", "refresh", engine); stderr != "plotline: another refresh of "+engine+" is under way\n" {
				n.Errorf("two at once: %s", stderr)
			}
		}
		how := []os.Signal{os.Interrupt, syscall.SIGKILL}[i%2]
		c.Process.Signal(how)
		stopped := time.Now()
		c.Wait()
		if how == os.Interrupt {
			if took := time.Since(stopped); took > 5*time.Second || stderr.String() != "plotline: stopped\n" || c.ProcessState.ExitCode() != 1 || len(n.left()) > 0 {
				n.Errorf("stopped after %s with %q and left %q", took, &stderr, n.left())
			}
		}
		stays("a refresh that was killed")
	}
	n.query(engine, "", "SELECT 1 AS n\nFROM nowhere")
	stdout, stderr, code, _ := n.run("data", "refresh", engine, "--json")
	var said struct {
		Snapshots []any           `json:"snapshots"`
		Problems  []source.Record `json:"problems"`
	}
	if err := json.Unmarshal([]byte(stdout), &said); err != nil || code != 1 || len(said.Problems) != 1 || said.Problems[0].Line == 0 || !strings.Contains(stderr, "nowhere") {
		n.Errorf("%v: %s%s", err, stdout, stderr)
	}
	stays("a query that is wrong")
	stdout, stderr, _, _ = n.run("data", "refresh", engine)
	if after, now := n.snapshot(engine); after != before || !now.Time.After(p.Time) || len(n.left()) > 0 || !strings.HasSuffix(stdout, ", the same as before\n") {
		n.Errorf("afterwards: %s%s, left %q", stdout, stderr, n.left())
	}
}

// TestInstall stops between the two files of a snapshot: what stands there is the one before.
func TestInstall(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	q, _ := snapshot.Parse(source.NewFile("towns.sql", []byte("-- engine: postgres\n-- connection: $DB\nSELECT 1 AS a")))
	put := func(csv string) *snapshot.Provenance {
		if err := os.WriteFile(filepath.Join(dir, "new"), []byte(csv), 0o644); err != nil {
			t.Fatal(err)
		}
		return q.Provenance(&snapshot.Result{SHA256: snapshot.SumOf([]byte(csv)), Rows: 1}, time.Time{})
	}
	first := put("a\n1\n")
	if err := install(root, q, "new", first, nil); err != nil {
		t.Fatal(err)
	}
	second := put("a\n2\n")
	if err := install(root, q, "nowhere", second, first); err == nil { // as when killed before the rename
		t.Fatal("no error")
	}
	if p, err := standing(root, q); err != nil || p == nil || p.SHA256 != first.SHA256 {
		t.Fatalf("after the first step %+v, %v", p, err)
	}
	if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "towns.snapshot.csv")); err != nil { // killed before the last step
		t.Fatal(err)
	}
	if p, err := standing(root, q); err != nil || p == nil || p.SHA256 != second.SHA256 {
		t.Fatalf("after the second step %+v, %v", p, err)
	}
	third := put("a\n3\n")
	if err := install(root, q, "new", third, second); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "towns.snapshot.json")); err != nil || string(b) != string(third.JSON()) {
		t.Errorf("at last %s, %v", b, err)
	}
}
