//go:build linux

// Package enginetest starts real database servers for tests: on a free port of this machine, as a
// user without rights, with all their files in a folder that goes with the test. Only tests import it.
package enginetest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Password is that of the users of both servers. It has letters that addresses must escape.
const Password = "se cret/9"

// Server is a running server.
type Server struct {
	Port int
	cmd  *exec.Cmd
}

// Kill ends the server as a crash does.
func (s *Server) Kill() { s.cmd.Process.Kill() }

// Postgres starts a PostgreSQL server. Its database is named postgres, its users owner and reader,
// who may only read.
func Postgres(t testing.TB) *Server {
	t.Helper()
	programs, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(programs) == 0 {
		missing(t, "postgresql")
	}
	bin := filepath.Dir(programs[len(programs)-1])
	dir, as := folder(t)
	write(t, dir, "password", Password+"\n")
	initdb := exec.Command(bin+"/initdb", "-D", dir+"/data", "-U", "owner", "--pwfile", dir+"/password", "-A", "scram-sha-256", "-N", "-E", "UTF8", "--locale=C")
	initdb.SysProcAttr, initdb.Dir = as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	port := freePort(t)
	s := start(t, dir, as, port, bin+"/postgres", "-D", dir+"/data", "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "shared_buffers=16MB")
	s.await(t, func() error {
		conn, err := pgconn.Connect(context.Background(), s.PostgresURL("owner"))
		if err != nil {
			return err
		}
		defer conn.Close(context.Background())
		_, err = conn.Exec(context.Background(), fmt.Sprintf("CREATE ROLE reader LOGIN PASSWORD '%s'", Password)).ReadAll()
		return err
	})
	return s
}

// PostgresURL is the server's address for a user.
func (s *Server) PostgresURL(user string) string {
	return fmt.Sprintf("postgres://%s:%s@127.0.0.1:%d/postgres?sslmode=disable", user, "se%20cret%2F9", s.Port)
}

// ClickHouse starts a ClickHouse server that speaks HTTP. Its users are default, who may do anything,
// and reader, whose profile has readonly = 2, and strict, with readonly = 1.
func ClickHouse(t testing.TB) *Server {
	t.Helper()
	program := "/usr/sbin/clickhouse-server"
	if _, err := os.Stat(program); err != nil {
		missing(t, "clickhouse-server")
	}
	dir, as := folder(t)
	port := freePort(t)
	write(t, dir, "config.xml", fmt.Sprintf(`<yandex>
  <logger><level>none</level></logger>
  <http_port>%d</http_port><listen_host>127.0.0.1</listen_host>
  <path>%s/data/</path><tmp_path>%[2]s/tmp/</tmp_path><users_config>%[2]s/users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>1000000</mark_cache_size>
</yandex>`, port, dir))
	user := func(name, profile string) string {
		return fmt.Sprintf("<%s><password>%s</password><networks><ip>127.0.0.1</ip></networks><profile>%s</profile><quota>default</quota></%[1]s>", name, Password, profile)
	}
	write(t, dir, "users.xml", "<yandex><profiles><default/><reader><readonly>2</readonly></reader><strict><readonly>1</readonly></strict></profiles><users>"+
		user("default", "default")+user("reader", "reader")+user("strict", "strict")+"</users><quotas><default/></quotas></yandex>")
	s := start(t, dir, as, port, program, "--config-file", dir+"/config.xml")
	s.await(t, func() error {
		answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/ping", port))
		if err == nil {
			answer.Body.Close()
		}
		return err
	})
	return s
}

// ClickHouseURL is the server's address for a user.
func (s *Server) ClickHouseURL(user string) string {
	return fmt.Sprintf("http://%s:%s@127.0.0.1:%d/default", user, "se%20cret%2F9", s.Port)
}

// missing leaves a test out where its server is not installed, which CI never does.
func missing(t testing.TB, pkg string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed", pkg)
	}
	t.Skipf("%s is not installed", pkg)
}

// folder is a new folder, and the user that it belongs to and that servers run as: root may not run them.
func folder(t testing.TB) (string, *syscall.SysProcAttr) {
	t.Helper()
	dir, err := os.MkdirTemp("", "plotline-engine-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		return dir, as
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return dir, as
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func start(t testing.TB, dir string, as *syscall.SysProcAttr, port int, program string, args ...string) *Server {
	t.Helper()
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = as, dir, log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGINT) // of PostgreSQL: now, and in order
		timer := time.AfterFunc(3*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		timer.Stop()
		log.Close()
		if text, _ := os.ReadFile(log.Name()); t.Failed() {
			t.Logf("%s says:\n%s", filepath.Base(program), strings.TrimSpace(string(text)))
		}
	})
	return &Server{port, cmd}
}

// await waits until the server answers.
func (s *Server) await(t testing.TB, try func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = try(); err == nil {
			return
		}
	}
	t.Fatalf("the server does not start: %v", err)
}
