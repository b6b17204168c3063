package sql

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"plotline/data/source"
)

// clock stands between one database and the computer's clock: SQLite asks its operating system layer for the
// time, whatever text comes to mean now. The time is never told, and that it was asked for is known.
type clock struct {
	asked atomic.Bool
	layer uintptr // an sqlite3_vfs, a copy of the default one
	name  uintptr
	read  func(tls *libc.TLS, layer, time uintptr) int32
}

var (
	clocks atomic.Int64
	noZone sync.Once
)

// newClock registers a layer; its name is for opening a database. Who calls it calls close.
func newClock() (*clock, string, error) {
	tls := libc.NewTLS()
	defer tls.Close()
	noZone.Do(func() { // the computer's time zone is not told either, in all of SQLite
		list := libc.NewVaList(int32(1))
		defer libc.Xfree(tls, list)
		sqlite3.Xsqlite3_test_control(tls, sqlite3.SQLITE_TESTCTRL_LOCALTIME_FAULT, list)
	})
	found := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if found == 0 {
		return nil, "", errors.New("SQLite has no layer for its operating system")
	}
	name := fmt.Sprintf("plotline%d", clocks.Add(1))
	c := &clock{layer: libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))}
	var err error
	if c.name, err = libc.CString(name); err != nil || c.layer == 0 {
		return nil, "", errors.New("no memory for SQLite")
	}
	layer := *(**sqlite3.Tsqlite3_vfs)(unsafe.Pointer(&c.layer))
	*layer = **(**sqlite3.Tsqlite3_vfs)(unsafe.Pointer(&found))
	c.read = func(*libc.TLS, uintptr, uintptr) int32 {
		c.asked.Store(true)
		return sqlite3.SQLITE_ERROR
	}
	layer.FzName, layer.FpNext = c.name, 0
	layer.FxCurrentTime = *(*uintptr)(unsafe.Pointer(&c.read))
	layer.FxCurrentTimeInt64 = layer.FxCurrentTime
	sqlite3.Xsqlite3_vfs_register(tls, c.layer, 0)
	return c, name, nil
}

func (c *clock) close() {
	tls := libc.NewTLS()
	defer tls.Close()
	sqlite3.Xsqlite3_vfs_unregister(tls, c.layer)
	libc.Xfree(tls, c.layer)
	libc.Xfree(tls, c.name)
	runtime.KeepAlive(c)
}

// timed is the first function of the query that tells a time.
func (q *Query) timed() source.Span {
	for _, t := range q.tokens() {
		if t.is("date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff") {
			return q.at(t)
		}
	}
	return q.Token(0)
}
