package sql

import (
	"math/bits"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// offset returns where in a query SQLite finds the error that it reports, in bytes; -1 when it does not
// say. The driver keeps sqlite3_error_offset to itself, so the query is compiled once more, without it.
func offset(schema []string, query string) int {
	tls := libc.NewTLS()
	defer tls.Close()
	var owned []uintptr
	defer func() {
		for _, p := range owned {
			libc.Xfree(tls, p)
		}
	}()
	text := func(s string) uintptr {
		p, err := libc.CString(s)
		if err != nil {
			return 0
		}
		owned = append(owned, p)
		return p
	}
	const size = bits.UintSize / 8 // of a pointer
	slot := libc.Xcalloc(tls, 3, size)
	memory := text(":memory:")
	if slot == 0 || memory == 0 {
		return -1
	}
	owned = append(owned, slot)
	if sqlite3.Xsqlite3_open_v2(tls, memory, slot, sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_MEMORY, 0) != sqlite3.SQLITE_OK {
		return -1
	}
	db := libc.AtomicLoadPUintptr(slot)
	defer sqlite3.Xsqlite3_close(tls, db)
	for _, s := range schema {
		if p := text(s); p == 0 || sqlite3.Xsqlite3_exec(tls, db, p, 0, 0, 0) != sqlite3.SQLITE_OK {
			return -1
		}
	}
	p := text(query)
	if p == 0 || sqlite3.Xsqlite3_prepare_v2(tls, db, p, -1, slot+size, slot+2*size) == sqlite3.SQLITE_OK {
		sqlite3.Xsqlite3_finalize(tls, libc.AtomicLoadPUintptr(slot+size))
		return -1
	}
	return int(sqlite3.Xsqlite3_error_offset(tls, db))
}
