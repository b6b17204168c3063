package main

import (
	"fmt"
	"strings"

	"plotline/data"
	"plotline/data/charset"
	"plotline/data/settings"
	"plotline/data/source"
	"plotline/data/yaml"
)

// readHint reads --hint: how a file is read, with the names of front matter and underscores.
func readHint(text string) (o data.Options, err error) {
	if text == "" {
		return o, nil
	}
	n, problems := yaml.Parse(source.NewFile("--hint", []byte(text)).All())
	d := yaml.Decoder{Problems: problems}
	count := func(to **int) func(yaml.Node) {
		return func(n yaml.Node) {
			v, ok := d.Int(n)
			switch {
			case ok && v < 0:
				d.Problems = append(d.Problems, source.Errorf(n.At, "expected 0 or more, found %d", v))
			case ok:
				*to = &v
			}
		}
	}
	sign := func(to *byte, what, legal string) func(yaml.Node) {
		return func(n yaml.Node) {
			v, ok := d.Text(n)
			if v == "tab" {
				v = "\t"
			}
			switch {
			case ok && (len(v) != 1 || !strings.Contains(legal, v)):
				d.Problems = append(d.Problems, source.Errorf(n.At, "unknown %s %q; legal are %s", what, v, signs(legal)))
			case ok:
				*to = v[0]
			}
		}
	}
	d.Object(n, "the hint", []yaml.Field{
		{Name: "encoding", Read: func(n yaml.Node) {
			v, ok := d.Text(n)
			if ok && charset.Lookup(v) == nil {
				d.Problems = append(d.Problems, source.Errorf(n.At, "unknown encoding %q; legal are %s", v, source.Join(charset.Names())).WithHint(source.DidYouMean(v, charset.Names())))
				return
			}
			o.Encoding = v
		}},
		{Name: "delimiter", Read: sign(&o.Delimiter, "delimiter", settings.Delimiters)},
		{Name: "preamble", Read: count(&o.Preamble)},
		{Name: "header_rows", Read: count(&o.HeaderRows)},
		{Name: "footer", Read: count(&o.Footer)},
		{Name: "rows_max", Read: count(&o.RowsMax)},
		{Name: "decimal", Read: sign(&o.Decimal, "decimal", ".,")},
	})
	if len(d.Problems) == 0 {
		return o, nil
	}
	p := d.Problems[0]
	s := fmt.Sprintf("--hint: %s", p.Text)
	if p.Hint != "" {
		s += "; " + p.Hint
	}
	return o, usageError{fmt.Errorf("%s", s)}
}

// signs lists characters for a message.
func signs(legal string) string {
	var words []string
	for _, r := range legal {
		if r == '\t' {
			words = append(words, "tab")
			continue
		}
		words = append(words, fmt.Sprintf("%q", string(r)))
	}
	return source.Join(words)
}
