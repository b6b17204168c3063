package publish

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ledger is what earlier builds left to know their files by.
//
// The manifest vouches for a file when no build was killed since, and the file is regular, has the
// size that is listed, and was last changed not later than the manifest: who changes it afterwards
// makes it newer. Times must not stand in the manifest, as two builds of one site leave the same
// bytes; and the clock of a file system ticks, every 4 ms or every 2 s, so that within one tick
// nobody can tell who came first. Therefore everything that a build writes, the manifest included,
// gets the time of the tick before the build began (see began): who changes a file while the build
// runs, or in the very tick of its end, is newer for sure, and our own files are not. Only who keeps
// size and sets the time back, as cp -p and rsync -t do, or turns back the clock deceives us;
// without the manifest all is compared.
//
// A folder that was copied without its times has files newer than its manifest. They are compared
// once: when they are what they should be, the manifest gets the new build's time.
type ledger struct {
	text   string    // the manifest as it stands
	files  []entry   // what is ours, by manifest or pending list, sorted by path
	asOf   time.Time // of the manifest; zero when it vouches for nothing
	killed bool      // the last build was: files may be newer than the manifest
}

// entry is a line of the manifest; in the pending list it is a path alone.
type entry struct {
	Path string `json:"path"`
	Sum  string `json:"sha256"`
	Size int64  `json:"size"`
	Key  string `json:"key"`
}

func byPath(a, b entry) int { return strings.Compare(a.Path, b.Path) }

// vouches reports whether the file on disk still is what a build wrote.
func (l *ledger) vouches(e *entry, info fs.FileInfo) bool {
	return e.Sum != "" && info.Size() == e.Size && !info.ModTime().After(l.asOf)
}

// began is the time that a build gives to its files: by the file system's own clock, the tick before
// this one. File systems round down, so a nanosecond less is a tick less. It is zero, and nothing is
// vouched for, where no file can be made.
func began(root *os.Root) time.Time {
	const name = state + "/" + temp + "clock"
	f, err := root.Create(name)
	if err != nil {
		return time.Time{}
	}
	defer root.Remove(name)
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return time.Time{}
	}
	return info.ModTime().Add(-1)
}

// read reads the manifest and the pending list of the folder for a build that began at a time. What Look
// has read of the same manifest is not read again.
func read(root *os.Root, at time.Time, past *Past) ledger {
	var l ledger
	if b, err := root.ReadFile(manifest); err == nil {
		if past != nil && past.text == string(b) {
			l.text, l.files = past.text, past.files
		} else {
			l.text = string(b)
			l.files = decode(l.text)
		}
		// A manifest of the future, by a clock that has been put right, is newer than any change.
		if info, err := root.Lstat(manifest); err == nil && !info.ModTime().After(at) {
			l.asOf = info.ModTime()
		}
	}
	if b, err := root.ReadFile(pending); err == nil {
		l.killed, l.asOf = true, time.Time{}
		l.files = unique(append(slices.Clip(l.files), decode(string(b))...))
	}
	return l
}

// unique sorts entries; of several with one path the first stays.
func unique(files []entry) []entry {
	slices.SortStableFunc(files, byPath)
	return slices.CompactFunc(files, func(a, b entry) bool { return a.Path == b.Path })
}

// The listing is JSON, for everybody; with a line for a file, for us: 16,000 of them are read and
// written on every build, which takes encoding/json 30 ms and us 4.
const (
	listHead = `{"format":2,"files":[` + "\n"
	listTail = "]}\n"
)

// encode lists files, which are sorted by path.
func encode(files []entry) []byte {
	size := len(listHead) + len(listTail)
	for i := range files {
		size += len(files[i].Path) + len(files[i].Sum) + len(files[i].Key) + 64
	}
	b := append(make([]byte, 0, size), listHead...)
	for i, e := range files {
		b = quote(append(b, `{"path":`...), e.Path)
		if e.Sum != "" {
			b = quote(append(b, `,"sha256":`...), e.Sum)
			b = strconv.AppendInt(append(b, `,"size":`...), e.Size, 10)
		}
		if e.Key != "" {
			b = quote(append(b, `,"key":`...), e.Key)
		}
		if b = append(b, '}'); i < len(files)-1 {
			b = append(b, ',')
		}
		b = append(b, '\n')
	}
	return append(b, listTail...)
}

func quote(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			q, _ := json.Marshal(s) // a string always can be
			return append(b, q...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// decode reads a listing, also one of format 1 or one that somebody laid out anew. What is not whole
// lists nothing; a path that leads out of the folder, or to our own files, is passed over.
func decode(text string) []entry {
	files, ok := lines(text)
	if !ok {
		var l struct{ Files []entry }
		if json.Unmarshal([]byte(text), &l) != nil {
			return nil
		}
		files = l.Files
	}
	files = slices.DeleteFunc(files, func(e entry) bool { return !inside(e.Path) })
	for i := 1; i < len(files); i++ {
		if files[i-1].Path >= files[i].Path {
			return unique(files)
		}
	}
	return files
}

func inside(p string) bool {
	return p != "." && fs.ValidPath(p) && filepath.IsLocal(filepath.FromSlash(p)) && p != state && !strings.HasPrefix(p, state+"/")
}

// lines reads a listing that encode wrote.
func lines(text string) ([]entry, bool) {
	rest, ok := strings.CutPrefix(text, listHead)
	if !ok {
		return nil, false
	}
	if rest, ok = strings.CutSuffix(rest, listTail); !ok {
		return nil, false
	}
	files := make([]entry, 0, strings.Count(rest, "\n"))
	for rest != "" {
		var line string
		if line, rest, ok = strings.Cut(rest, "\n"); !ok {
			return nil, false
		}
		e, ok := parse(strings.TrimSuffix(line, ","))
		if !ok {
			return nil, false
		}
		files = append(files, e)
	}
	return files, true
}

// parse reads a line.
func parse(line string) (entry, bool) {
	if strings.IndexByte(line, '\\') >= 0 {
		e := new(entry) // here only, as it costs an allocation
		err := json.Unmarshal([]byte(line), e)
		return *e, err == nil
	}
	var e entry
	rest, ok := line, true
	if e.Path, rest, ok = quoted(rest, `{"path":"`); !ok {
		return e, false
	}
	if sum, after, ok := quoted(rest, `,"sha256":"`); ok {
		after, ok = strings.CutPrefix(after, `,"size":`)
		n := 0
		for n < len(after) && '0' <= after[n] && after[n] <= '9' {
			n++
		}
		size, err := strconv.ParseInt(after[:n], 10, 64)
		if !ok || err != nil {
			return e, false
		}
		e.Sum, e.Size, rest = sum, size, after[n:]
	}
	if key, after, ok := quoted(rest, `,"key":"`); ok {
		e.Key, rest = key, after
	}
	return e, rest == "}"
}

// quoted returns what stands between a prefix, with its quotation mark, and the next one.
func quoted(s, prefix string) (text, rest string, ok bool) {
	if s, ok = strings.CutPrefix(s, prefix); !ok {
		return "", "", false
	}
	return strings.Cut(s, `"`)
}
