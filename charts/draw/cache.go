package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"os"
	"path/filepath"

	"plotline/templates"
)

// cache keeps drawings on disk by content. An entry is the sha256 of what follows, which is parts,
// each with its length. A missing, torn or changed entry means: draw again.
type cache struct {
	dir    string
	engine [32]byte // hash of everything that shapes a drawing besides its job
}

// version changes when tidy or the form of an entry does.
const version = "2"

func newCache(dir string, b *templates.Bundle) cache {
	h := sha256.New()
	part(h, []byte(version))
	part(h, b.Engine)
	c := cache{dir: dir}
	h.Sum(c.engine[:0])
	return c
}

// part adds bytes with their length, so that no two lists of parts run together.
func part(h hash.Hash, b []byte) {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
	h.Write(n[:])
	h.Write(b)
}

func (c cache) key(j Job) (k [32]byte) {
	h := sha256.New()
	part(h, c.engine[:])
	part(h, []byte(j.ID))
	part(h, j.Option)
	for _, s := range j.Sizes {
		var n [16]byte
		binary.LittleEndian.PutUint64(n[:8], uint64(s.Width))
		binary.LittleEndian.PutUint64(n[8:], uint64(s.Height))
		part(h, n[:])
	}
	h.Sum(k[:0])
	return k
}

// own makes another package's key one of this cache and engine.
func (c cache) own(key [32]byte) (k [32]byte) {
	h := sha256.New()
	part(h, []byte("kept"))
	part(h, c.engine[:])
	part(h, key[:])
	h.Sum(k[:0])
	return k
}

func (c cache) path(key [32]byte) string {
	name := hex.EncodeToString(key[:])
	return filepath.Join(c.dir, name[:2], name[2:])
}

func (c cache) get(key [32]byte) ([][]byte, bool) {
	if c.dir == "" {
		return nil, false
	}
	b, err := os.ReadFile(c.path(key))
	if err != nil || len(b) < sha256.Size {
		return nil, false
	}
	sum, b := b[:sha256.Size], b[sha256.Size:]
	if sha256.Sum256(b) != [32]byte(sum) {
		return nil, false
	}
	var parts [][]byte
	for len(b) > 0 {
		n, size := binary.Uvarint(b)
		if size <= 0 || uint64(len(b)-size) < n {
			return nil, false
		}
		parts = append(parts, b[size:size+int(n):size+int(n)])
		b = b[size+int(n):]
	}
	return parts, true
}

// put keeps drawings; that it cannot is nobody's problem, they are drawn again.
func (c cache) put(key [32]byte, parts [][]byte) {
	if c.dir == "" {
		return
	}
	var body []byte
	for _, s := range parts {
		body = append(binary.AppendUvarint(body, uint64(len(s))), s...)
	}
	sum := sha256.Sum256(body)
	path := c.path(key)
	if os.MkdirAll(filepath.Dir(path), 0o755) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".drawing-*")
	if err != nil {
		return
	}
	_, err = f.Write(append(sum[:], body...))
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), path) != nil {
		os.Remove(f.Name())
	}
}
