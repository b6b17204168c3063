package site

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// key is the hash of everything a step's result depends on.
type key [32]byte

// keyOf hashes parts with their lengths, so that no two lists of parts run together.
func keyOf(parts ...[]byte) key {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write(p)
	}
	var k key
	h.Sum(k[:0])
	return k
}

// memo remembers the results of a pure step for two builds: what this build used stays, the rest
// drops out when the build is sealed. The zero memo is ready to use and safe for concurrent use.
type memo[V any] struct {
	mu       sync.Mutex
	old, now map[key]V
	hits     int
}

// get returns the remembered value of the key.
func (m *memo[V]) get(k key) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.now[k]
	if !ok {
		if v, ok = m.old[k]; ok {
			m.keep(k, v)
		}
	}
	if ok {
		m.hits++
	}
	return v, ok
}

// put remembers a finished value; a cancelled result must never be put.
func (m *memo[V]) put(k key, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(k, v)
}

func (m *memo[V]) keep(k key, v V) {
	if m.now == nil {
		m.now = map[key]V{}
	}
	m.now[k] = v
}

// seal ends a build: what it did not use is dropped with the next one.
func (m *memo[V]) seal() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.old, m.now, m.hits = m.now, nil, 0
}

// once returns the remembered value or makes it.
func (m *memo[V]) once(k key, make func() V) V {
	if v, ok := m.get(k); ok {
		return v
	}
	v := make()
	m.put(k, v)
	return v
}
