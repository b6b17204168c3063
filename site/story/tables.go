package story

import (
	"regexp"
	"strings"

	"plotline/data"
	"plotline/data/charset"
	"plotline/data/source"
	"plotline/data/yaml"
)

// data reads the short names of files, with what is told about each.
func (p *parser) data(n yaml.Node) {
	p.entries(n, "data", func(k yaml.Key) {
		ref := DataRef{Name: k.Name, At: k.At}
		var file Text
		if k.Value.Kind == yaml.Map {
			for _, setting := range k.Value.Keys {
				switch at := setting.Value.At; setting.Name {
				case "file":
					continue
				case "sheet":
					ref.SheetAt = at
				case "range":
					ref.RangeAt = at
				}
				ref.Told = append(ref.Told, setting.Name+": "+setting.Value.At.Text())
			}
			p.Object(k.Value, "data", append(p.reading(&file, &ref.How), yaml.Field{Name: "updated", Read: p.date(&ref.Updated)}, yaml.Field{Name: "max-age", Read: p.maxAge(&ref.MaxAge)}))
		} else {
			p.name(&file)(k.Value)
		}
		if file.Value == "" {
			return
		}
		ref.File, ref.At = file.Value, file.At
		p.story.Data = append(p.story.Data, ref)
	})
}

// reading are the keys that say how a file is read.
func (p *parser) reading(file *Text, o *data.Options) []yaml.Field {
	return []yaml.Field{
		{Name: "file", Read: p.name(file)},
		{Name: "encoding", Doc: "utf-8, gb18030, windows-1252 and so on", Read: func(n yaml.Node) {
			v, ok := p.Text(n)
			if ok && charset.Lookup(v) == nil {
				p.errorf(n.At, source.DidYouMean(v, charset.Names()), "unknown encoding %q; legal are %s", v, source.Join(charset.Names()))
				return
			}
			o.Encoding = v
		}},
		{Name: "delimiter", Doc: "the character between cells", Read: p.sign(&o.Delimiter, "delimiter", ",;\t| ^~:", `",", ";", tab, "|", " ", "^", "~" and ":"`)},
		{Name: "preamble", Doc: "records before the header", Read: p.count(&o.Preamble)},
		{Name: "header-rows", Doc: "records of labels; 0 when there are none", Read: p.count(&o.HeaderRows)},
		{Name: "footer", Doc: "records behind the table", Read: p.count(&o.Footer)},
		{Name: "rows-max", Doc: "rows that are read; what follows is left out", Read: p.count(&o.RowsMax)},
		{Name: "sheet", Doc: "the sheet of a workbook", Read: p.word(&o.Sheet)},
		{Name: "range", Doc: "the cells of a sheet, such as A5:F30", Read: func(n yaml.Node) {
			v, ok := p.Text(n)
			if ok && !legalRange.MatchString(v) {
				p.errorf(n.At, "write it as A5:F30, or as A5:F for all rows below", "%q is no range of cells", v)
				return
			}
			o.Range = v
		}},
		{Name: "decimal", Doc: "the decimal sign", Read: p.sign(&o.Decimal, "decimal", ".,", `"." and ","`)},
	}
}

var legalRange = regexp.MustCompile(`^[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}([1-9][0-9]{0,6})?$`)

// count reads a number of records.
func (p *parser) count(to **int) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := p.Int(n)
		if ok && v < 0 {
			p.errorf(n.At, "", "expected 0 or more, found %d", v)
			return
		}
		if ok {
			*to = &v
		}
	}
}

// sign reads one of the legal characters; a tab is written as the word.
func (p *parser) sign(to *byte, what, legal, words string) func(yaml.Node) {
	return func(n yaml.Node) {
		v, ok := p.Text(n)
		if v == "tab" {
			v = "\t"
		}
		if ok && (len(v) != 1 || !strings.Contains(legal, v)) {
			p.errorf(n.At, "", "unknown %s %q; legal are %s", what, v, words)
			return
		}
		if ok {
			*to = v[0]
		}
	}
}
