package source

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

func distantOf(path string, text []byte) *File {
	return NewDistant(path, len(text), func() (Reader, error) { return opened{bytes.NewReader(text)}, nil })
}

// TestDistant asks a file that is held and the same file that is not for places, lines and texts.
func TestDistant(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	for b.Len() < 5*markEvery/2 {
		b.WriteString(strings.Repeat("ü", r.IntN(3)*r.IntN(60)) + []string{"\n", "\r\n", "\r", "\r\r", "\n\n"}[r.IntN(5)])
	}
	text := b.Bytes()
	copy(text[markEvery-1:], "\r\n")
	copy(text[2*markEvery-1:], "\ra")
	for _, text := range [][]byte{text, append(bytes.Clone(text), "a\r"...), append(bytes.Clone(text), 'a'), []byte("a"), []byte("a\rb"), []byte("\r"), []byte("\n")} {
		held, distant := NewFile("a.csv", text), distantOf("a.csv", text)
		offsets := []int{0, 1, 2, 3, len(text) - 1, len(text)}
		for _, at := range []int{markEvery, 2 * markEvery} {
			for d := -3; d <= 3; d++ {
				offsets = append(offsets, at+d)
			}
		}
		for range 60 {
			offsets = append(offsets, r.IntN(len(text)+1))
		}
		for _, at := range offsets {
			h, d := held.Span(at, at+5), distant.Span(at, at+5)
			if h.Position() != d.Position() || h.Text() != d.Text() {
				t.Fatalf("byte %d is at %v, %q held and at %v, %q distant", at, h.Position(), h.Text(), d.Position(), d.Text())
			}
			n := h.Position().Line
			for _, n := range []int{n, n + 1, 0} {
				if h, d := held.Line(n), distant.Line(n); h.Start != d.Start || h.Text() != d.Text() {
					t.Fatalf("line %d is %d-%d, %q held and %d-%d, %q distant", n, h.Start, h.End, h.Text(), d.Start, d.End, d.Text())
				}
			}
		}
		var one, other strings.Builder
		Print(&one, List{Errorf(held.Span(len(text)/2, len(text)/2+3), "x")})
		Print(&other, List{Errorf(distant.Span(len(text)/2, len(text)/2+3), "x")})
		if one.String() != other.String() {
			t.Errorf("printed as %q held and %q distant", one.String(), other.String())
		}
		if distant.Err() != nil {
			t.Error(distant.Err())
		}
	}
}

// A file that became shorter since it was opened first gives what is left of it, and says so.
func TestDistantShorter(t *testing.T) {
	f := NewDistant("a.csv", 1000, func() (Reader, error) { return opened{bytes.NewReader([]byte("a\nb"))}, nil })
	if got := string(f.Part(2, 900)); got != "b" {
		t.Errorf("part is %q", got)
	}
	if p := f.Span(500, 600).Position(); p.Line != 2 || f.Err() == nil {
		t.Errorf("position %v, error %v", p, f.Err())
	}
}
