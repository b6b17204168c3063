package preview

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// six says whether this machine has ::1. Where it has not, what is left out is said.
func six(t *testing.T) bool {
	t.Helper()
	if !usable("::1") {
		t.Log("this machine has no ::1: what is served there is left out")
		return false
	}
	return true
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func TestListenTakesBothLoopbackAddresses(t *testing.T) {
	for _, bind := range []string{"", "localhost", "LOCALHOST"} {
		ln, notice, err := Listen(bind, 0)
		if err != nil || notice != "" {
			t.Fatalf("Listen(%q, 0) says %q, %v", bind, notice, err)
		}
		port := strconv.Itoa(portOf(ln))
		r := serve(t, New(Options{Bind: bind}), ln)
		r.Show(State{ID: "1", Pages: siteOf("1")})
		if got := ln.Addr().String(); got != "127.0.0.1:"+port {
			t.Errorf("the address is %s", got)
		}
		for _, host := range []string{"127.0.0.1", "::1"} {
			if host == "::1" && !six(t) {
				continue
			}
			r.host = net.JoinHostPort(host, port)
			for range 3 {
				if status, _, got := r.get("/"); status != 200 || !strings.Contains(got, "front 1") {
					t.Errorf("at %s: %d, %q", r.host, status, got)
				}
			}
		}
	}
}

func TestListenAtOneAddress(t *testing.T) {
	for _, bind := range []string{"127.0.0.1", "::1", "[::1]"} {
		if strings.Contains(bind, "::1") && !six(t) {
			continue
		}
		ln, _, err := Listen(bind, 0)
		if err != nil {
			t.Errorf("Listen(%q, 0) = %v", bind, err)
			continue
		}
		if host, _, _ := net.SplitHostPort(ln.Addr().String()); host != strings.Trim(bind, "[]") {
			t.Errorf("Listen(%q, 0) listens at %s", bind, ln.Addr())
		}
		ln.Close()
	}
}

func TestListenTakesTheNextFreePort(t *testing.T) {
	first, _, err := Listen("", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	busy := portOf(first)
	next, notice, err := Listen("", busy)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if want := fmt.Sprintf("port %d is in use; the preview takes %d", busy, portOf(next)); notice != want || portOf(next) <= busy || portOf(next) > busy+ports {
		t.Errorf("the notice is %q, want %q", notice, want)
	}
}

// A program that has the port at ::1 alone would get the visitors of localhost.
func TestAPortThatIsBusyAtOneAddressIsBusy(t *testing.T) {
	if !six(t) {
		return
	}
	other, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ln, notice, err := Listen("localhost", portOf(other))
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if portOf(ln) == portOf(other) || notice == "" {
		t.Errorf("the port is %d, the other program's %d, the notice %q", portOf(ln), portOf(other), notice)
	}
}

func TestListenSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		bind string
		port int
		want string
	}{
		{"", -1, "port -1: ports are numbers from 0 to 65535"},
		{"", 65536, "port 65536: ports are numbers from 0 to 65535"},
		{"192.0.2.1", 0, "192.0.2.1"}, // an address for documents, of no machine
		{"192.0.2.1", 3000, "192.0.2.1:3000"},
		{"no such name", 3000, "no such name"},
	} {
		l, notice, err := Listen(c.bind, c.port)
		if err == nil {
			l.Close()
		}
		if err == nil || notice != "" || !strings.Contains(err.Error(), c.want) || strings.HasPrefix(err.Error(), "no free port") {
			t.Errorf("Listen(%q, %d) says %q, %v, want %q", c.bind, c.port, notice, err, c.want)
		}
	}
}

func TestNoFreePort(t *testing.T) {
	if top, err := net.Listen("tcp", "127.0.0.1:65535"); err == nil { // else another program has it, which is as good
		defer top.Close()
	}
	l, _, err := Listen("127.0.0.1", 65535)
	if err == nil {
		l.Close()
	}
	if err == nil || !strings.HasPrefix(err.Error(), "no free port from 65535 to 65535: ") {
		t.Errorf("Listen at the last port = %v", err)
	}
}

func TestAJoinedListenerCloses(t *testing.T) {
	if !six(t) {
		return
	}
	for range 20 {
		ln, _, err := Listen("", 0)
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.Dial("tcp", ln.Addr().String()) // accepted, and taken by nobody
		if err != nil {
			t.Fatal(err)
		}
		if err := ln.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
		if strings.Contains(left(), "(*joined).take") {
			t.Error("Close() did not wait for its goroutines")
		}
		if _, err := ln.Accept(); err == nil {
			t.Error("a closed listener accepts")
		}
		if ln.Close() == nil {
			t.Error("a second Close() is no error")
		}
		c.SetReadDeadline(time.Now().Add(patience))
		if _, err := c.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error("a connection that was accepted stays open")
		}
		c.Close()
	}
	noneLeft(t)
}

func TestWarning(t *testing.T) {
	for _, bind := range []string{"", "localhost", "Localhost", "127.0.0.1", "127.0.0.2", "::1", "[::1]", "::ffff:127.0.0.1"} {
		if got := Warning(bind); got != "" {
			t.Errorf("Warning(%q) = %q, want none", bind, got)
		}
	}
	for _, bind := range []string{"0.0.0.0", "::", "192.168.1.5", "desk.example"} {
		want := "the preview at " + bind + " is open to everyone who can reach this machine, drafts included; it is not made to be a public server"
		if got := Warning(bind); got != want {
			t.Errorf("Warning(%q) = %q, want %q", bind, got, want)
		}
	}
}
