package source

import "bytes"

// The sizes of Windows.
const (
	WindowsAll = 1 << 20 // bytes; a text up to this size is looked at as a whole
	windows    = 16
	WindowSize = WindowsAll / windows // bytes of one
)

// Windows returns parts of a file's characters from all across it, from an offset on, each beginning with a line;
// of a text of at most WindowsAll it is all of it.
func (f *File) Windows(start int) [][]byte {
	size := f.CharsSize() - start
	if size <= WindowsAll {
		return [][]byte{f.Part(start, start+size)}
	}
	var out [][]byte
	for i := range windows {
		at := start + i*(size/windows)
		w := f.Part(at, at+WindowSize)
		if i > 0 {
			w = w[bytes.IndexByte(w, '\n')+1:]
		}
		if nl := bytes.LastIndexByte(w, '\n'); nl >= 0 {
			w = w[:nl+1]
		}
		out = append(out, w)
	}
	return out
}
