// Package decode finds out how a file is encoded, and refuses what is no text or no CSV.
//
// In goes a source.File; out comes a Text, which is the file with its characters in UTF-8, and located problems:
// bytes of no encoding, characters that no reader sees, letters that a program spoilt. Start with File.
package decode

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"plotline/data/charset"
	"plotline/data/settings"
	"plotline/data/source"
)

// Text is the text of a file, as far as it is known for sure.
type Text struct {
	File     *source.File // with its characters; nil when they are not known
	Encoding string       // its name, as the setting has it; "" when it is not known
	Start    int          // of the characters, behind a byte order mark
}

// File decodes a file and looks at its characters, all of them: what is no text, or no CSV, is an error. A problem
// that is an error means that nothing is to be read.
func File(f *source.File, o settings.Options) (t Text, problems source.List) {
	if p := refuse(f); p != nil {
		return t, p
	}
	g, problems := t.decode(f, o)
	if t.File == nil {
		return t, problems
	}
	if p := t.File.Unread(); p != nil {
		return t, p
	}
	if p := refuseText(t.File, t.Start, g.text); p != nil {
		return t, p
	}
	return t, append(problems, g.problems()...)
}

// decode settles what the text is and takes a glance at it. The File stays nil when it is not known for sure.
func (t *Text) decode(f *source.File, o settings.Options) (g *glance, problems source.List) {
	if f.Distant() {
		f, g, problems = near(f, o)
		if f == nil {
			return nil, problems
		}
	}
	if g != nil {
		*t = Text{f, charset.UTF8.Name, g.start}
		return g, marked(f, g.start)
	}
	t.File, t.Encoding, t.Start, problems = decode(f, o)
	if t.File == nil {
		return nil, problems
	}
	return glanceAt(t.File, t.Start), problems
}

// decode finds out how the file is encoded and returns it with its characters, the encoding's name,
// and where the characters begin behind a byte order mark. The file is nil when the text cannot be
// read for sure.
func decode(f *source.File, o settings.Options) (out *source.File, encoding string, start int, problems source.List) {
	found := charset.Detect(f.Text)
	problem := func(at int, rule, hint, format string, args ...any) source.List {
		return source.List{source.Errorf(f.Span(at, at+1), format, args...).WithRule(rule).WithHint(hint)}
	}
	if o.Encoding != "" {
		e := charset.Lookup(o.Encoding)
		if e == nil {
			return nil, "", 0, problem(0, "encoding-not-supported", "", "encoding %q is not known; those that are: %s", o.Encoding, source.Join(charset.Names()))
		}
		if found.Start > 0 && found.Encoding != e {
			found.Start = 0
		}
		found.Encoding, found.Rival, found.Refused = e, nil, ""
	}
	if found.Refused != "" {
		return nil, found.Refused, 0, problem(0, "encoding-not-supported", "save it as CSV in UTF-8", "the file is encoded in %s, which is not read", found.Refused)
	}
	text := charset.Decode(f.Text, found.Start, found.Encoding)
	out, encoding = f, found.Encoding.Name
	if found.Encoding != charset.UTF8 {
		out = source.NewDecoded(f.Path, f.Text, text.Chars, text)
		found.Start = 0
	}
	switch i := text.Invalid; {
	case found.Rival != nil:
		at := firstBeyond(out)
		other := charset.Decode(f.Text, 0, found.Rival)
		return nil, "", 0, source.List{source.Errorf(at, "this is no UTF-8, and can be %s (%q) as well as %s (%q)", found.Encoding.Name, at.Text(), found.Rival.Name,
			string(other.Chars[other.Char(at.Start):other.Char(at.End)])).WithRule("encoding-invalid").WithHint(o.Hint("encoding", found.Encoding.Name))}
	case i >= 0:
		p := source.Errorf(out.Span(i, i+1), "byte %#02x at offset %d is not %s", f.Text[i], i, strings.Replace(found.Encoding.Name, "utf", "UTF", 1)).
			WithRule("encoding-invalid").WithHint("save it as CSV in UTF-8")
		return nil, encoding, 0, source.List{p}
	}
	if found.Encoding != charset.UTF8 && o.Encoding == "" {
		at := firstBeyond(out)
		problems = append(problems, source.Warnf(at, "encoding-not-utf8", "the file is read as %s, in which this is %q", found.Encoding.Name, source.Short(at.Text())).
			WithHint(o.Hint("encoding", found.Encoding.Name)))
	}
	if found.Encoding == charset.UTF8 {
		problems = append(problems, marked(out, found.Start)...)
	}
	return out, encoding, found.Start, problems
}

// marked says that a byte order mark stands before start.
func marked(f *source.File, start int) source.List {
	if start == 0 {
		return nil
	}
	return source.List{source.Infof(f.Span(0, start), "bom", "the file begins with a byte order mark, which is no part of the first label")}
}

const mostDecoded = 64 << 20 // bytes of a file in another encoding than UTF-8: it is held, in both

// near returns a distant file as it is when it is UTF-8, with a glance at it; else it is held to be
// decoded, which a large one cannot be.
func near(f *source.File, o settings.Options) (*source.File, *glance, source.List) {
	head := f.Part(0, source.WindowSize)
	found, marked := charset.Marked(head)
	told := o.Encoding != ""
	if found.Refused != "" || told && charset.Lookup(o.Encoding) == nil {
		return source.NewFile(f.Path, head), nil, nil // decode says what is wrong
	}
	if e := charset.Lookup(o.Encoding); told && e == charset.UTF8 || !told && (!marked || found.Encoding == charset.UTF8) {
		start := 0
		if found.Encoding == charset.UTF8 {
			start = found.Start
		}
		g := glanceAt(f, start)
		if g.start = start; g.invalid < 0 && (told || !g.escapes) {
			return f, g, nil
		}
		if f.Size() > mostDecoded {
			sample := bytes.Join(append(f.Windows(0), f.Part(g.invalid-source.WindowSize/2, g.invalid+source.WindowSize/2)), nil)
			if found = charset.Detect(sample); told || g.invalid >= 0 && found.Encoding == charset.UTF8 {
				return nil, nil, source.List{notUTF8(f, g.invalid)}
			}
			if g.invalid < 0 {
				found = charset.Finding{Refused: "iso-2022-jp"}
			}
		}
	} else if told {
		found.Encoding = e
	}
	if f.Size() > mostDecoded {
		name := found.Refused
		if found.Encoding != nil {
			name = found.Encoding.Name
		}
		return nil, nil, source.List{source.Errorf(f.Span(0, 1), "a file of %d MB in %s; beyond 64 MB only UTF-8 is read", f.Size()>>20, name).
			WithRule("too-large").WithHint("save it as CSV in UTF-8")}
	}
	return source.NewFile(f.Path, f.Part(0, f.Size())), nil, nil
}

// notUTF8 reports the first byte that is no UTF-8.
func notUTF8(f *source.File, at int) source.Problem {
	return source.Errorf(f.Span(at, at+1), "byte %#02x at offset %d is not UTF-8", f.Part(at, at+1), at).
		WithRule("encoding-invalid").WithHint("save it as CSV in UTF-8")
}

const around = 24 // bytes of a cell shown before and behind its first character beyond ASCII

// firstBeyond is the run of text around the first character that is not ASCII, as a cell may be.
func firstBeyond(f *source.File) source.Span {
	chars := f.Chars()
	i := bytes.IndexFunc(chars, func(r rune) bool { return r >= utf8.RuneSelf })
	if i < 0 {
		i = len(chars) - len(bytes.TrimLeft(chars, " \r\n\t\"")) // UTF-16 of ASCII: the first cell
	}
	start := bytes.LastIndexAny(chars[:i], ",;\t|\"\r\n") + 1
	end := len(chars)
	if n := bytes.IndexAny(chars[i:], ",;\t|\"\r\n"); n >= 0 {
		end = i + n
	}
	if i-start > around {
		start = i - around // these are ASCII
	}
	if end-i > around {
		for end = i + around; !utf8.RuneStart(chars[end]); {
			end--
		}
	}
	return f.Of(start, end)
}

// odd bytes are those with which a character begins that a reader does not see, or that a
// program spoilt.
var odd = func() (odd [256]bool) {
	for b := range 0x20 {
		odd[b] = b != '\t' && b != '\n' && b != '\r'
	}
	for _, b := range []byte{0x7f, 0xc2, 0xc3, 0xe2, 0xef} {
		odd[b] = true
	}
	return odd
}()

// glance is what one look at every character of a file tells.
type glance struct {
	file    *source.File
	text    bool // some character is no blank
	nul     int  // where the first NUL byte stands, or -1
	sights  map[string]*unseen
	escapes bool // of ISO-2022-JP
	start   int  // behind a byte order mark
	invalid int  // the first byte that is no UTF-8, or -1; what stands behind it is not looked at
}

// unseen is a kind of characters that a reader does not see, or that a program spoilt.
type unseen struct{ at, end, n int }

// glanceAt looks at the characters from start on. Those of a distant file may turn out to be no UTF-8.
func glanceAt(f *source.File, start int) *glance {
	g := &glance{file: f, nul: -1, invalid: -1, sights: map[string]*unseen{}}
	if !f.Distant() {
		chars := f.Chars()[start:]
		g.look(chars, start, len(chars))
		return g
	}
	r, err := f.Open()
	if err != nil {
		f.Part(0, 1) // which keeps the error
		return g
	}
	defer r.Close()
	buffer := make([]byte, source.PartSize)
	for at, size := start, f.Size(); at < size; {
		part := f.Fill(r, buffer[:min(len(buffer), size-at)], at)
		last := at+len(part) >= size || len(part) < len(buffer)
		g.escapes = g.escapes || charset.Escapes(part)
		whole := len(part)
		if !last {
			for whole = len(part) - 8; !utf8.RuneStart(part[whole]) && whole > len(part)-12; {
				whole-- // characters are told by those behind them
			}
		}
		if !utf8.Valid(part[:whole]) {
			for i := 0; ; {
				r, n := utf8.DecodeRune(part[i:])
				if r == utf8.RuneError && n == 1 {
					g.invalid = at + i
					return g
				}
				i += n
			}
		}
		if g.nul < 0 {
			g.look(part, at, whole) // whether the rest is UTF-8 is a question before this one
		}
		if at += whole; last {
			break
		}
	}
	return g
}

// look looks at characters that begin at an offset of the file, up to an end; those behind it tell what
// these are.
func (g *glance) look(chars []byte, base, end int) {
	g.text = g.text || len(bytes.TrimSpace(chars)) > 0
	for i := 0; i < end; i++ {
		if !odd[chars[i]] {
			continue
		}
		r, n := utf8.DecodeRune(chars[i:])
		switch next := chars[i+n:]; {
		case r == 0:
			g.nul = base + i
			return
		case r < 0x20, r >= 0x7f && r < 0xa0:
			g.see("control-char", base+i, n)
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			g.see("bidi-control", base+i, n)
		case r == utf8.RuneError:
			g.see("lost", base+i, n)
		case twice(r, next):
			g.see("encoding-mojibake", base+i, n+len(string([]rune(string(next[:min(4, len(next))]))[:1])))
		}
		i += n - 1
	}
}

func (g *glance) see(kind string, at, n int) {
	if s := g.sights[kind]; s != nil {
		s.n++
		return
	}
	g.sights[kind] = &unseen{at, at + n, 1}
}

// problems reports characters that no reader sees and letters that were decoded twice, each kind once
// and where it begins.
func (g *glance) problems() (problems source.List) {
	if g.nul >= 0 {
		return source.List{source.Errorf(g.file.Of(g.nul, g.nul+1), "a NUL byte: this is no text").WithRule("nul-byte").WithHint("save it as CSV in UTF-8")}
	}
	warn := func(kind, rule, hint, format string) {
		if s := g.sights[kind]; s != nil {
			at := g.file.Of(s.at, s.end)
			p := source.Warnf(at, rule, format, at.Text()).WithHint(hint)
			if s.n > 1 {
				p.Text += fmt.Sprintf("; there are %d of them", s.n)
			}
			problems = append(problems, p)
		}
	}
	warn("control-char", "control-char", "delete it", "%q is a control character inside the text")
	warn("bidi-control", "bidi-control", "delete it, unless the text needs it", "%q changes the direction of the text around it")
	warn("lost", "encoding-mojibake", "get the file anew from its source", "%q stands where a letter was lost")
	warn("encoding-mojibake", "encoding-mojibake", "save the original once more, as UTF-8", "%q looks like a letter that was decoded twice")
	return problems
}

// twice reports what UTF-8 looks like when it was taken for windows-1252: Ã¼ for ü, â€™ for ’.
func twice(r rune, next []byte) bool {
	s, _ := utf8.DecodeRune(next)
	switch r {
	case 'Ã':
		return s >= 0x80 && s < 0xc0 || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", s)
	case 'Â':
		return s >= 0xa0 && s < 0xc0
	case 'â':
		return s == '€'
	}
	return false
}
