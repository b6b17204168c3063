package remote

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plotline/data/snapshot"
)

// TestProvenEnd answers as servers and what stands before them do: a result counts only when it
// is whole. The answers are written by hand after those of a server of 2018 and of documentation of newer ones.
func TestProvenEnd(t *testing.T) {
	const (
		two    = "n\ts\nUInt8\tString\n"
		one    = "s\nString\n"
		old    = "Code: 395, e.displayText() = DB::Exception: Value passed to 'throwIf' function is non zero, e.what() = DB::Exception\n"
		modern = "\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 395. DB::Exception: Value passed to 'throwIf' function is non-zero: while executing 'FUNCTION throwIf(x)'. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 25.11.1.1 (official build))\n145 abcdefghijklmnop\r\n__exception__\r\n"
		thrown = "3:1: ClickHouse: Value passed to 'throwIf' function is non zero"
		noEnd  = "2:16: the result of $DB has no end: it breaks off after %s (run it again)"
	)
	for _, tt := range []struct{ name, body, end, want string }{
		{"whole", two + "1\ta\n2\tb\n\n1\t\n2\t\n", "", ""},
		{"whole, one column", one + "a\n\n\n\n\n\n", "", ""},
		{"an error that tells the password", "Code: 1. DB::Exception: Password cret of u:cret is odd. (ODD) (version 25.11.1.1)\n", "", "3:1: ClickHouse: Password *** of *** is odd. (ODD)"},
		{"no extremes", two + "1\ta\n2\tb\n3\tc\n", "", fmt.Sprintf(noEnd, "0 rows")},
		{"no extremes, one column", one + "a\n\nb\nc\nd\n", "", fmt.Sprintf(noEnd, "2 rows")},
		{"one extreme", two + "1\ta\n2\tb\n\n1\t\n", "", fmt.Sprintf(noEnd, "1 row")},
		{"half an extreme", two + "1\ta\n2\tb\n\n1\t\n2\t", "", "2:16: the connection to $DB broke after 1 row: the server closed it (run it again)"},
		{"an exception instead of rows", two + old, "", thrown},
		{"an exception behind rows", two + "1\ta\n2\tb\n" + old, "", thrown},
		{"an exception in a row", two + "1\ta\n2\tb\n3" + old, "", thrown},
		{"an exception behind empty rows", one + "a\n\nb\n" + old, "", thrown},
		{"an exception of several lines behind empty rows", one + "a\n\nb\nCode: 6, e.displayText() = DB::Exception: Cannot parse string 'x\ny', e.what() = DB::Exception\n", "", "3:1: ClickHouse: Cannot parse string 'x y'"},
		{"an exception of today, cut", two + "1\ta\n" + modern, "cut", "3:1: ClickHouse: Value passed to 'throwIf' function is non-zero: while executing 'FUNCTION throwIf(x)'. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)"},
		{"cut", two + "1\ta\n2\tb\n3\tc\n\n1\t\n3\t\n", "cut", "2:16: the connection to $DB broke after 3 rows: the server closed it (run it again)"},
		{"cut in a row", two + "1\ta\n2\tb\n3\tc\n4", "cut", "2:16: the connection to $DB broke after 0 rows: the server closed it (run it again)"},
		{"nothing", "", "", "2:16: ClickHouse does not answer at $DB: the server closed it"},
		{"no length", two + "1\ta\n\n1\t\n1\t\n", "unframed", "2:16: the answer of $DB does not say where it ends, so it may be cut (ask the server itself, not a proxy before it)"},
		{"moved", "", "moved", "2:16: ClickHouse refuses $DB: it answers 302 Found"},
		{"more columns", two + "1\ta\tb\n2\tb\tb\n3\tb\tb\n4\tb\tb\n", "", fmt.Sprintf(noEnd, "0 rows")},
		{"NUL", two + "1\ta\\0b\n\n1\t\n1\t\n", "", `3:1: row 1, column "s" holds a NUL byte, so it is no text`},
		{"no UTF-8", two + "1\t\xff\n\n1\t\n1\t\n", "", `3:1: row 1, column "s" is no UTF-8 text`},
		{"a long cell", two + "1\t" + strings.Repeat("x", mostCell+1) + "\n\n1\t\n1\t\n", "", `3:1: row 1, column "s" is larger than 2 MB, which is the most of a cell`},
		{"a long row", two + "1\t" + strings.Repeat("x", longestLine+100_000), "", "3:1: row 1 is larger than 8 MB, which is the most of a row"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				text, _ := io.ReadAll(r.Body)
				if r.Header.Get("X-ClickHouse-Key") != "cret" || strings.Contains(r.URL.String(), "cret") || r.URL.Query().Get("readonly") != "2" || r.URL.Query().Get("max_execution_time") != "300" {
					t.Errorf("asked %s with %v", r.URL, r.Header)
				}
				if strings.HasPrefix(string(text), "SELECT version()") {
					io.WriteString(w, "25.11.1.1\n")
					return
				}
				switch tt.end {
				case "moved":
					http.Redirect(w, r, "http://host.invalid/", http.StatusFound)
					return
				case "unframed":
					c, _, _ := http.NewResponseController(w).Hijack()
					io.WriteString(c, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+tt.body)
					c.Close()
					return
				}
				w.WriteHeader(http.StatusOK)
				io.WriteString(w, tt.body)
				http.NewResponseController(w).Flush()
				if tt.end == "cut" {
					panic(http.ErrAbortHandler)
				}
			}))
			defer server.Close()
			r, err := Fetch(t.Context(), query(snapshot.ClickHouse, "", "SELECT n, s FROM t"), Options{Address: strings.Replace(server.URL, "//", "//u:cret@", 1)}, io.Discard)
			if err == nil && tt.want == "" && r.Server == "25.11.1.1" {
				return
			}
			if told(err) != tt.want {
				t.Errorf("got  %s\nwant %s", told(err), tt.want)
			}
		})
	}
}
