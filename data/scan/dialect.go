package scan

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"plotline/data/cell"
	"plotline/data/settings"
	"plotline/data/source"
)

// delimiters are those that are read without being told, commonest first.
var delimiters = []byte{',', ';', '\t', '|'}

// NameOf is a delimiter in words.
func NameOf(delimiter byte) string {
	switch delimiter {
	case ',':
		return "commas"
	case ';':
		return "semicolons"
	case '\t':
		return "tabs"
	case '|':
		return "bars"
	case ' ':
		return "spaces"
	}
	return fmt.Sprintf("%q", delimiter)
}

// hold reports whether one of the texts holds the other text.
func hold(texts [][]byte, text string) bool {
	return slices.ContainsFunc(texts, func(t []byte) bool { return bytes.Contains(t, []byte(text)) })
}

// find returns where a text first stands in a file, from an offset of its characters on.
func find(f *source.File, start int, text string) int {
	for at := start; at < f.CharsSize(); at += source.WindowsAll {
		if i := bytes.Index(f.Part(at, at+source.WindowsAll+len(text)), []byte(text)); i >= 0 {
			return at + i
		}
	}
	return start
}

// trial is how well a dialect cuts a text.
type trial struct {
	Dialect
	score   float64
	records int
	broken  int     // quotes that stand where none may
	width   int     // the commonest number of cells
	even    float64 // the share of records that have it
	lead    int     // cells of the first record
}

// try cuts the text and looks how even its rows are and whether its cells look like cells.
func (d Dialect) try(parts [][]byte) trial {
	t := trial{Dialect: d}
	widths := map[int]int{}
	run, longest := [2]int{}, 0 // records of one width, three or more, that stand together
	cells, known := 0, 0.0
	for _, part := range parts {
		s := New(source.NewFile("", part), 0, d)
		s.Quiet = true
		for n := 0; !s.Done(); n++ {
			record := s.Record()
			if s.Blank(record) {
				continue
			}
			if t.records++; t.records == 1 {
				t.lead = len(record)
			}
			widths[len(record)]++
			if run[0] != len(record) {
				run = [2]int{len(record), 0}
			}
			if run[1]++; run[0] > 2 {
				longest = max(longest, run[1])
			}
			if n%16 > 3 && n > 256 {
				continue // cells of some records are enough
			}
			for _, f := range record {
				cells++
				known += d.likeness(part[f.Start:f.End], f.Quoted)
			}
		}
		t.broken += s.broken + s.bares
	}
	most := 0
	for width, n := range widths {
		if width > 1 && (n > most || n == most && width > t.width) {
			t.width, most = width, n
		}
	}
	if t.records == 0 || most == 0 || cells == 0 {
		t.width = 1
		return t
	}
	if widths[1] > most && most*10 < t.records*3 && longest < 5 {
		t.width = 1 // a few lines of prose with a comma
		return t
	}
	t.even = float64(most) / float64(t.records)
	t.score = t.even * (1 - 1/float64(t.width)) * known / float64(cells)
	t.score *= 1 - min(0.9, float64(t.broken)/float64(t.records))
	return t
}

// whole reports whether t cuts every record alike, also the first, which holds labels and which the other leaves in one
// piece: the other divides lists in cells, if not into far more.
func (t trial) whole(other trial) bool {
	return t.even == 1 && t.broken == 0 && other.lead == 1 && other.score > 0 && t.width*2 >= other.width
}

// likeness is how much a cell looks like one: those with another delimiter inside do not.
func (d Dialect) likeness(cell []byte, quoted bool) float64 {
	switch {
	case quoted, len(cell) == 0:
		return 1
	case bytes.Contains(cell, []byte("   ")) && len(bytes.TrimSpace(cell)) > 0 && bytes.Contains(bytes.TrimSpace(cell), []byte("   ")):
		return 0 // columns at fixed places
	}
	like := 1.0
	for _, b := range delimiters {
		i := bytes.IndexByte(cell, b)
		if i < 0 || b == d.Delimiter {
			continue
		}
		switch {
		case b == '\t' || b == ';' && !bytes.Contains(cell, []byte("; ")):
			like = min(like, 0.1)
		case b == ',' && i+1 < len(cell) && cell[i+1] != ' ' && !(i > 0 && unicode.IsDigit(rune(cell[i-1])) && unicode.IsDigit(rune(cell[i+1]))):
			like = min(like, 0.5)
		case b == '|':
			like = min(like, 0.4)
		}
	}
	return like
}

// Detect finds the dialect of the text that begins at a byte of the file. What it is not sure of
// it reports.
func Detect(f *source.File, start int, o settings.Options) (d Dialect, rest int, problems source.List) {
	if d, n, ok := declared(f.Part(start, start+16)); ok && (o.Delimiter == 0 || o.Delimiter == d.Delimiter) {
		return d, start + n, nil
	}
	parts := f.Windows(start)
	text := f.Part(start, start+source.WindowsAll)
	candidates := delimiters
	if o.Delimiter != 0 {
		candidates = []byte{o.Delimiter}
	}
	var best, next trial
	for _, delimiter := range candidates {
		t := Dialect{Delimiter: delimiter}.try(parts)
		if hold(parts, `\"`) {
			if b := (Dialect{Delimiter: delimiter, backslash: true}).try(parts); b.broken < t.broken {
				t = b
			}
		}
		if t.broken > 0 && delimiter != ' ' && hold(parts, string([]byte{delimiter, ' ', '"'})) {
			if b := (Dialect{Delimiter: delimiter, backslash: t.backslash, blanks: true}).try(parts); b.broken < t.broken {
				t = b
			}
		}
		if t.broken > 0 && !t.backslash && t.width > 1 {
			if b := (Dialect{Delimiter: delimiter, blanks: t.blanks, inner: true}).try(parts); b.broken == 0 && b.width == t.width && b.even >= t.even {
				t = b
			}
		}
		if best.Delimiter == 0 || t.score > best.score && !best.whole(t) || t.whole(best) {
			best, next = t, best
		} else if t.score > next.score {
			next = t
		}
	}
	if best.backslash {
		i := find(f, start, `\"`)
		problems = append(problems, source.Warnf(f.Of(i, i+2), "quote-bare", `quotes inside cells are written \", which few programs read`).WithHint(`write "" for a quote inside quotes`))
	}
	if best.blanks {
		i := find(f, start, string([]byte{best.Delimiter, ' ', '"'})) + 2
		problems = append(problems, source.Warnf(f.Of(i, i+1), "quote-bare", "blanks stand before quotes; they are left out, and the quotes hold their cells together").WithHint("remove the blanks before quotes"))
	}
	if best.inner {
		problems = append(problems, source.Warnf(firstInner(f, start, best.Dialect), "quote-bare", "quotes inside cells are not doubled; one is taken to close a cell only where the cell ends").WithHint(`write "" for a quote inside quotes`))
	}
	if o.Delimiter != 0 {
		return best.Dialect, start, problems
	}
	if best.score == 0 {
		if rare := rareDelimiter(text); rare != 0 {
			return best.Dialect, start, append(problems, source.Errorf(firstLine(f, start), "%q seems to divide the cells of this file", string(rune(rare))).
				WithRule("delimiter-ambiguous").WithHint(o.Hint("delimiter", strconv.Quote(string(rune(rare))))+"; \",\" when it has one column"))
		}
		d, p := columnsBySpace(f, start, best.Dialect, o)
		return d, start, append(problems, p...)
	}
	if next.score > 0.8*best.score && next.score > 0.25 {
		problems = append(problems, source.Warnf(firstLine(f, start), "delimiter-ambiguous", "%s cut this file about as evenly as %s, which are taken", NameOf(next.Delimiter), NameOf(best.Delimiter)).
			WithHint(o.Hint("delimiter", fmt.Sprintf("%q", string(best.Delimiter)))))
	}
	return best.Dialect, start, problems
}

// firstInner is the text behind the first quote that would close a cell, and is one of its text.
func firstInner(f *source.File, start int, d Dialect) source.Span {
	d.inner = false
	s := New(f, start, d)
	defer s.Through()()
	for s.broken == 0 && !s.Done() {
		s.Record()
	}
	if len(s.Problems) == 0 {
		return f.Of(start, start)
	}
	return s.Problems[len(s.Problems)-1].At
}

// declared reads the line sep=; that Excel writes and reads before everything else.
func declared(text []byte) (d Dialect, n int, ok bool) {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	word := strings.ToLower(strings.Trim(string(bytes.TrimSuffix(line, []byte("\r"))), `"`))
	if len(word) != len("sep=;") || !strings.HasPrefix(word, "sep=") {
		return Dialect{}, 0, false
	}
	return Dialect{Delimiter: word[4]}, min(len(line)+1, len(text)), true
}

// rareDelimiters are read only when they are told: they stand inside cells as well.
const rareDelimiters = "^~:\x01\x1f"

// rareDelimiter returns one that stands equally often in every line, the header's too.
func rareDelimiter(text []byte) byte {
	for _, b := range []byte(rareDelimiters) {
		times, lines := -1, 0
		for line := range bytes.Lines(text) {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			n := bytes.Count(line, []byte{b})
			if lines++; n == 0 || times >= 0 && n != times {
				times = 0
				break
			}
			times = n
		}
		if times > 0 && lines > 1 {
			return b
		}
	}
	return 0
}

// columnsBySpace looks at a file that no delimiter cuts. Single spaces are read with a warning;
// columns at fixed places are an error; else the file has one column.
func columnsBySpace(f *source.File, start int, d Dialect, o settings.Options) (Dialect, source.List) {
	lines, same, wide, numbers, wideSame, dates := 0, 0, 0, 0, 0, 0
	width, wideWidth := 0, 0
	for line := range bytes.Lines(f.Part(start, start+source.WindowsAll)) {
		text := strings.TrimSpace(string(line))
		if text == "" {
			continue
		}
		words := strings.Fields(text)
		if lines++; lines == 1 {
			width = len(words)
		}
		if cell.KindOf(text) == cell.Date {
			dates++ // a day and an hour are one cell
		}
		if len(words) == width {
			same++
		}
		for _, w := range words[1:] {
			if k := cell.KindOf(w); k == cell.Number || k == cell.Date {
				numbers++
				break
			}
		}
		if strings.Contains(text, "  ") {
			wide++
			n := len(strings.FieldsFunc(strings.ReplaceAll(text, "  ", "\x00"), func(r rune) bool { return r == 0 }))
			if wideWidth == 0 {
				wideWidth = n
			}
			if n == wideWidth {
				wideSame++
			}
		}
	}
	words := width > 1 && same*10 >= lines*9 && numbers*10 >= (lines-1)*8 && numbers > 0
	switch {
	case lines < 2, dates*10 >= (lines-1)*8:
	case wide*10 >= lines*8 && (wideSame*10 >= wide*8 || words):
		return d, source.List{source.Errorf(firstLine(f, start), "the columns seem to stand at fixed places, with spaces between them").
			WithRule("delimiter-ambiguous").WithHint("open it in a spreadsheet with fixed width, and save it as CSV")}
	case width > 1 && same == lines && wide == 0 && numbers*10 >= (lines-1)*8 && numbers > 0:
		return Dialect{Delimiter: ' '}, source.List{source.Warnf(firstLine(f, start), "delimiter-ambiguous", "no comma, semicolon, tab or bar divides this file: it is cut at spaces into %d columns", width).
			WithHint(o.Hint("delimiter", `" "`))}
	}
	return d, nil
}

// firstLine is the first line that holds text.
func firstLine(f *source.File, start int) source.Span {
	text := f.Part(start, start+source.WindowsAll)
	lead := len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
	line := text[lead:]
	if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	return f.Of(start+lead, start+lead+len(line))
}
