package data

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"plotline/data/charset"
	"plotline/data/source"
)

// decode finds out how the file is encoded and returns it with its characters, the encoding's name,
// and where the characters begin behind a byte order mark. The file is nil when the text cannot be
// read for sure.
func decode(f *source.File, o Options) (out *source.File, encoding string, start int, problems source.List) {
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
			string(other.Chars[other.Char(at.Start):other.Char(at.End)])).WithRule("encoding-invalid").WithHint(o.settle("encoding", found.Encoding.Name))}
	case i >= 0:
		p := source.Errorf(out.Span(i, i+1), "byte %#02x at offset %d is not %s", f.Text[i], i, strings.Replace(found.Encoding.Name, "utf", "UTF", 1)).
			WithRule("encoding-invalid").WithHint("save it as CSV in UTF-8")
		return nil, encoding, 0, source.List{p}
	}
	if found.Encoding != charset.UTF8 && o.Encoding == "" {
		at := firstBeyond(out)
		problems = append(problems, source.Warnf(at, "encoding-not-utf8", "the file is read as %s, in which this is %q", found.Encoding.Name, short([]string{at.Text()})).
			WithHint(o.settle("encoding", found.Encoding.Name)))
	}
	if found.Encoding == charset.UTF8 && found.Start > 0 {
		problems = append(problems, source.Infof(out.Span(0, found.Start), "bom", "the file begins with a byte order mark, which is no part of the first label"))
	}
	return out, encoding, found.Start, problems
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

// unseen reports characters that no reader sees and letters that were decoded twice, each kind once
// and where it begins.
func unseen(f *source.File, start int) (problems source.List) {
	chars := f.Chars()
	type sight struct {
		at source.Span
		n  int
	}
	seen := map[string]*sight{}
	see := func(kind string, at, n int) {
		if s := seen[kind]; s != nil {
			s.n++
			return
		}
		seen[kind] = &sight{f.Of(at, at+n), 1}
	}
	for i := start; i < len(chars); i++ {
		if !odd[chars[i]] {
			continue
		}
		r, n := utf8.DecodeRune(chars[i:])
		switch next := chars[i+n:]; {
		case r == 0:
			return source.List{source.Errorf(f.Of(i, i+1), "a NUL byte: this is no text").WithRule("nul-byte").WithHint("save it as CSV in UTF-8")}
		case r < 0x20, r >= 0x7f && r < 0xa0:
			see("control-char", i, n)
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			see("bidi-control", i, n)
		case r == utf8.RuneError:
			see("lost", i, n)
		case twice(r, next):
			see("encoding-mojibake", i, n+len(string([]rune(string(next[:min(4, len(next))]))[:1])))
		}
		i += n - 1
	}
	warn := func(kind, rule, hint, format string) {
		if s := seen[kind]; s != nil {
			p := source.Warnf(s.at, rule, format, s.at.Text()).WithHint(hint)
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
