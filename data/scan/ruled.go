package scan

import "bytes"

// Ruled reports whether a record's characters only rule off what stands above it, as the dashes below labels do that
// programs print: ---,--- or ----+----.
func Ruled(text []byte) bool {
	if len(text) < len("---") || bytes.IndexByte([]byte(`-=+|:" `), text[0]) < 0 {
		return false
	}
	return len(bytes.Trim(text, "-=+|:\",; \t\r\n")) == 0 && (bytes.Contains(text, []byte("---")) || bytes.Contains(text, []byte("===")))
}
