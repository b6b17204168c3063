package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestMeter(t *testing.T) {
	for _, tt := range []struct {
		rows, expected int
		want           string
	}{
		{0, 100, "towns: waiting for the first row, 3 s"},
		{512, 0, "towns: 512 rows, 6 KB, 3 s"},
		{50, 100, "towns [##########..........] 50 rows of about 100, 6 KB, 3 s"},
		{300, 100, "towns [####################] 300 rows of about 100, 6 KB, 3 s"},
	} {
		m := meter{name: "towns", expected: tt.expected}
		m.progress(tt.rows, 6000)
		if got := m.line(3 * time.Second); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
	var b bytes.Buffer
	m := startMeter(&b, "towns", 0)
	m.stop()
	if s := b.String(); !strings.HasSuffix(s, "\r\x1b[K") {
		t.Errorf("left on the terminal: %q", s)
	}
}
