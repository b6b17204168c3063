package preview

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
)

const ports = 100 // that are tried after the one asked for

// Listen listens at a port of bind, a name or an address; nothing, or localhost, stands for the
// loopback addresses 127.0.0.1 and, where there is one, ::1. When another program has the port
// the next free one is taken, and the notice says so. Port 0 takes any.
func Listen(bind string, port int) (net.Listener, string, error) {
	if port < 0 || port > 65535 {
		return nil, "", fmt.Errorf("port %d: ports are numbers from 0 to 65535", port)
	}
	var first error
	for p := port; p <= min(port+ports, 65535); p++ {
		try := p
		if port == 0 {
			try = 0
		}
		l, err := listen(bind, try)
		switch {
		case err == nil && try == port:
			return l, "", nil
		case err == nil:
			return l, fmt.Sprintf("port %d is in use; the preview takes %d", port, try), nil
		case first == nil:
			first = err
		}
		// Systems word a port in use differently. On one where this address has any port at all,
		// the port is to blame.
		if errors.Is(err, fs.ErrPermission) || !usable(host(bind)) {
			return nil, "", err
		}
	}
	return nil, "", fmt.Errorf("no free port from %d to %d: %w", port, min(port+ports, 65535), first)
}

// listen listens at one port: on both loopback addresses, or on the one address that is asked for.
func listen(bind string, port int) (net.Listener, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(host(bind), strconv.Itoa(port)))
	if err != nil || !loopback(bind) {
		return l, err
	}
	// Whoever has the port on ::1 would get the visitors of localhost.
	port = l.Addr().(*net.TCPAddr).Port
	six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(port)))
	if err == nil {
		return join(l, six), nil
	}
	if !usable("::1") {
		return l, nil
	}
	l.Close()
	return nil, err
}

// Warning returns what to say of a bind that others can reach, or nothing.
func Warning(bind string) string {
	ip, err := netip.ParseAddr(strings.Trim(bind, "[]"))
	if loopback(bind) || err == nil && ip.Unmap().IsLoopback() {
		return ""
	}
	return fmt.Sprintf("the preview at %s is open to everyone who can reach this machine, drafts included; it is not made to be a public server", bind)
}

// loopback says whether bind is the default.
func loopback(bind string) bool { return bind == "" || strings.EqualFold(bind, "localhost") }

func host(bind string) string {
	if loopback(bind) {
		return "127.0.0.1"
	}
	return strings.Trim(bind, "[]")
}

// usable says whether an address of this machine can be listened at.
func usable(address string) bool {
	l, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	if err != nil {
		return false
	}
	l.Close()
	return true
}

// joined is two listeners as one. Its goroutines end in Close.
type joined struct {
	both     [2]net.Listener
	accepted chan accepted
	closed   chan struct{}
	once     sync.Once
	running  sync.WaitGroup
}

type accepted struct {
	conn net.Conn
	err  error
}

func join(a, b net.Listener) net.Listener {
	j := &joined{both: [2]net.Listener{a, b}, accepted: make(chan accepted), closed: make(chan struct{})}
	for _, l := range j.both {
		j.running.Go(func() { j.take(l) })
	}
	return j
}

// take hands on what one listener accepts. It waits until that is taken, also an error, so that
// whoever calls Accept sets the pace.
func (j *joined) take(l net.Listener) {
	for {
		conn, err := l.Accept()
		select {
		case j.accepted <- accepted{conn, err}:
		case <-j.closed:
			if conn != nil {
				conn.Close()
			}
			return
		}
	}
}

// Accept returns the next connection of either.
func (j *joined) Accept() (net.Conn, error) {
	select {
	case a := <-j.accepted:
		return a.conn, a.err
	case <-j.closed:
		return nil, net.ErrClosed
	}
}

// Close closes both and waits for their goroutines.
func (j *joined) Close() error {
	err := net.ErrClosed
	j.once.Do(func() {
		close(j.closed)
		err = errors.Join(j.both[0].Close(), j.both[1].Close())
		j.running.Wait()
	})
	return err
}

// Addr returns the address of the first.
func (j *joined) Addr() net.Addr { return j.both[0].Addr() }
