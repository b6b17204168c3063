package site

import (
	"slices"
	"strconv"
	"strings"

	"plotline/data/source"
	"plotline/data/yaml"
)

// Rule is something that a project may want told louder, softer or not at all. What breaks no rule,
// such as a key that does not exist, is always an error.
type Rule struct {
	ID    string
	Level source.Level // unless plotline.yaml says otherwise
	Fixed bool         // an error that leaves nothing to publish, so it stays one
	Check bool         // found by plotline check only
	Doc   string       // one line for the reference page
}

// rules are all there are, in the order of docs/check.md. A test compares them with the code.
var rules = []Rule{
	{ID: "claim-false", Level: source.Error, Doc: "the words of a claim are not true of its figure"},
	{ID: "claim-misleading", Level: source.Warning, Doc: "the words of a claim are true of its figure, but far off"},
	{ID: "claim-unclear", Level: source.Error, Doc: "the words of a claim cannot be judged"},
	{ID: "unbound-number", Level: source.Info, Doc: "a number in the words is bound to no figure; a build tells only when this is a warning or an error"},
	{ID: "correction-missing", Level: source.Error, Check: true, Doc: "a published number has changed and no correction says so (`--baseline`)"},
	{ID: "baseline-broken", Level: source.Warning, Check: true, Doc: "the site that is compared with does not build (`plotline diff`)"},
	{ID: "factcheck-lapsed", Level: source.Warning, Check: true, Doc: "a number was signed off, and its sentence or value has changed since"},
	{ID: "factcheck-unticked", Level: source.Warning, Check: true, Doc: "a row of a fact-check sheet has a name or a day and no tick"},
	{ID: "waiver-unused", Level: source.Warning, Doc: "a waiver waives nothing, or has no reason"},
	{ID: "data-stale", Level: source.Warning, Doc: "a table is older than its `max-age`, of the story or the sidecar"},

	{ID: "alt-missing", Level: source.Warning, Doc: "a chart has no `alt`; one is drafted from the data"},
	{ID: "source-missing", Level: source.Warning, Doc: "a chart or table names no source"},
	{ID: "title-missing", Level: source.Warning, Doc: "a chart or table has no title"},
	{ID: "id-missing", Level: source.Warning, Doc: "a chart has no `id`, so its address moves when charts are added"},
	{ID: "kind-alias", Level: source.Warning, Doc: "a kind of chart goes by another name here"},
	{ID: "bar-zero-base", Level: source.Warning, Doc: "bars, columns or areas whose axis the `echarts:` key starts elsewhere than at zero"},
	{ID: "pie-slices", Level: source.Warning, Doc: "a pie or donut has more slices than can be compared"},
	{ID: "duplicate-key", Level: source.Error, Fixed: true, Doc: "several rows stand for one mark of a chart"},
	{ID: "no-rows", Level: source.Error, Fixed: true, Doc: "there is nothing to draw"},
	{ID: "card-words", Level: source.Warning, Doc: "no font has the letters for a card"},
	{ID: "picture-missing", Level: source.Warning, Doc: "a chart has no picture for feeds and reports"},

	{ID: "raw-html", Level: source.Warning, Doc: "HTML in a story is shown as text"},
	{ID: "heading-skip", Level: source.Warning, Doc: "a heading skips a level"},
	{ID: "footnote-unused", Level: source.Warning, Doc: "a footnote is never used"},
	{ID: "image-missing", Level: source.Error, Fixed: true, Doc: "an image is not beside the story"},
	{ID: "link-broken", Level: source.Error, Check: true, Doc: "a link inside the site leads nowhere"},
	{ID: "link-gone", Level: source.Error, Check: true, Doc: "a page of another server is gone (`--external`)"},
	{ID: "link-moved", Level: source.Warning, Check: true, Doc: "a page of another server has moved for good (`--external`)"},
	{ID: "link-unclear", Level: source.Warning, Check: true, Doc: "whether a link to another server holds is not known (`--external`)"},
	{ID: "address-gone", Level: source.Error, Check: true, Doc: "an address that was published is gone (`--baseline`)"},
	{ID: "left-out", Level: source.Warning, Doc: "an export cannot hold all of a story"},

	{ID: "row-short", Level: source.Error, Doc: "a row of a table has too few cells; a warning when what stands in the columns that are used is sure"},
	{ID: "row-long", Level: source.Error, Doc: "a row of a table has too many cells; a warning when what stands in the columns that are used is sure"},
	{ID: "row-blank", Level: source.Info, Doc: "rows without any text are left out"},
	{ID: "preamble-skipped", Level: source.Warning, Doc: "records before the header are left out"},
	{ID: "footer-skipped", Level: source.Warning, Doc: "records behind the rows are left out"},
	{ID: "multi-row-header", Level: source.Warning, Doc: "the header has several rows"},
	{ID: "units-row", Level: source.Warning, Doc: "a row of units stands below the header"},
	{ID: "totals-row", Level: source.Warning, Doc: "a chart or figure uses a row that adds up the others; or a query may, or a table over 8 MB has one"},
	{ID: "multiple-tables", Level: source.Warning, Doc: "a file holds more than one table"},
	{ID: "header-missing", Level: source.Warning, Doc: "a table seems to have no header"},
	{ID: "header-blank-label", Level: source.Warning, Doc: "a column has no label"},
	{ID: "header-duplicate-label", Level: source.Warning, Doc: "two columns have one label; a chart that uses it is an error"},
	{ID: "header-newline", Level: source.Warning, Doc: "a label holds a line break"},
	{ID: "delimiter-ambiguous", Level: source.Warning, Doc: "a table can be read with more than one delimiter"},
	{ID: "newline-mixed", Level: source.Info, Doc: "lines end in more than one way"},
	{ID: "newline-cr", Level: source.Info, Doc: "lines end as on old machines"},
	{ID: "bom", Level: source.Info, Doc: "a file begins with a byte order mark"},
	{ID: "encoding-not-utf8", Level: source.Warning, Doc: "a file was decoded from another encoding"},
	{ID: "encoding-mojibake", Level: source.Warning, Doc: "text was decoded wrongly before it came into the file"},
	{ID: "date-ambiguous", Level: source.Info, Doc: "a column stays text because its dates can be read two ways"},
	{ID: "date-invalid", Level: source.Warning, Doc: "a date does not exist"},
	{ID: "two-digit-year", Level: source.Warning, Doc: "a year has two digits"},
	{ID: "excel-serial-date", Level: source.Warning, Doc: "days are written as numbers, as workbooks keep them"},
	{ID: "unsorted-time", Level: source.Warning, Doc: "times are in no order"},
	{ID: "gap", Level: source.Warning, Doc: "a column of times has a gap"},
	{ID: "number-ambiguous", Level: source.Warning, Doc: "numbers can be read two ways"},
	{ID: "number-overflow", Level: source.Warning, Doc: "a number is too large to be one"},
	{ID: "big-integer", Level: source.Warning, Doc: "a whole number is too large to be exact"},
	{ID: "leading-zeros", Level: source.Info, Doc: "numbers with leading zeros stay text"},
	{ID: "type-mixed", Level: source.Warning, Doc: "a column stays text because of some cells"},
	{ID: "missing-token", Level: source.Info, Doc: "cells that say that there is no value"},
	{ID: "suppressed-value", Level: source.Warning, Doc: "cells that hide their value"},
	{ID: "spreadsheet-error", Level: source.Warning, Doc: "a cell holds the error of a formula"},
	{ID: "formula-unsolved", Level: source.Warning, Doc: "a workbook was saved without the results of its formulas"},
	{ID: "sheet-assumed", Level: source.Warning, Doc: "several sheets of a workbook hold cells, and none is named"},
	{ID: "sheet-unknown", Level: source.Error, Fixed: true, Doc: "a workbook has no sheet of the name that is told"},
	{ID: "range-empty", Level: source.Error, Fixed: true, Doc: "a range of cells is none, or holds no cells"},
	{ID: "merged-cells", Level: source.Warning, Doc: "cells of a workbook are merged, so that only the first has the value"},
	{ID: "hidden-rows", Level: source.Info, Doc: "rows that a workbook hides are read"},
	{ID: "sql-unordered", Level: source.Warning, Doc: "a query does not say in which order its rows come"},
	{ID: "footnote-marker", Level: source.Warning, Doc: "numbers bear marks of footnotes"},
	{ID: "currency-mixed", Level: source.Warning, Doc: "a column holds more than one currency"},
	{ID: "control-char", Level: source.Warning, Doc: "text holds characters that nobody sees"},
	{ID: "bidi-control", Level: source.Warning, Doc: "text holds characters that turn its direction"},
	{ID: "whitespace-key", Level: source.Warning, Doc: "names differ by blanks or capitals only"},
	{ID: "quote-bare", Level: source.Warning, Doc: "a quote in a cell that has none around it"},
	{ID: "quote-unterminated", Level: source.Error, Fixed: true, Doc: "a quote opens a cell and never closes"},
	{ID: "too-large", Level: source.Error, Fixed: true, Doc: "a file, line, cell, table or chart is over its limit"},
	{ID: "snapshot-missing", Level: source.Error, Fixed: true, Doc: "a query for a server has no snapshot yet"},
	{ID: "snapshot-changed", Level: source.Error, Fixed: true, Doc: "a snapshot is not what the server gave"},
	{ID: "snapshot-stale", Level: source.Warning, Doc: "a query has changed since its snapshot was taken"},
	{ID: "empty-file", Level: source.Error, Fixed: true, Doc: "a table is empty"},
	{ID: "not-csv", Level: source.Error, Fixed: true, Doc: "a file is no CSV"},
	{ID: "encoding-invalid", Level: source.Error, Fixed: true, Doc: "bytes that the encoding of the file does not have"},
	{ID: "encoding-not-supported", Level: source.Error, Fixed: true, Doc: "a file is in an encoding that is not read"},
	{ID: "nul-byte", Level: source.Error, Fixed: true, Doc: "a file is no text"},

	{ID: "schema-type", Level: source.Error, Fixed: true, Doc: "a cell is not of the type that the sidecar declares"},
	{ID: "schema-field", Level: source.Error, Doc: "the sidecar declares a column that the table has not, or forbids one that it has"},
	{ID: "field-undeclared", Level: source.Warning, Doc: "the sidecar declares columns, and this one not"},
	{ID: "constraint-required", Level: source.Error, Doc: "a cell is empty that must not be"},
	{ID: "constraint-unique", Level: source.Error, Doc: "a value stands twice that must stand once"},
	{ID: "constraint-range", Level: source.Error, Doc: "a number or date is beyond its minimum or maximum"},
	{ID: "constraint-length", Level: source.Error, Doc: "a text is too short or too long"},
	{ID: "constraint-pattern", Level: source.Error, Doc: "a text has not the form that is declared"},
	{ID: "constraint-enum", Level: source.Error, Doc: "a value is none of those that are declared"},
	{ID: "primary-key", Level: source.Error, Doc: "two rows have one primary key, or a row has none"},
	{ID: "foreign-key", Level: source.Error, Doc: "a cell stands nowhere in the table that it should refer to"},
	{ID: "sidecar-key", Level: source.Info, Doc: "a key of the sidecar means nothing here"},
	{ID: "sidecar-file", Level: source.Warning, Doc: "the sidecar describes a file that is not there"},
	{ID: "column-private", Level: source.Error, Fixed: true, Doc: "a chart or figure would publish a column that the sidecar says is not public"},
}

// Rules lists every rule.
func Rules() []Rule { return slices.Clone(rules) }

// RuleIDs lists the ids of the rules, sorted.
func RuleIDs() []string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}

// rule finds a rule, or returns nil.
func rule(id string) *Rule {
	if i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id }); i >= 0 {
		return &rules[i]
	}
	return nil
}

// level is what plotline.yaml says about a rule.
type level struct {
	source.Level
	off bool
}

var levelWords = map[string]level{"error": {Level: source.Error}, "warn": {Level: source.Warning}, "off": {off: true}}

// checks reads check: {pie-slices: off}.
func (r *configReader) checks(n yaml.Node) {
	if n.Kind != yaml.Map {
		if n.Kind != yaml.Null {
			r.Problems = append(r.Problems, source.Errorf(n.At, "check must be a map of rules, not %s", n.Kind).WithHint("{pie-slices: off}"))
		}
		return
	}
	r.config.Check = map[string]level{}
	for _, k := range n.Keys {
		known := rule(k.Name)
		if known == nil {
			r.Problems = append(r.Problems, unknownRule(k.At, k.Name))
			continue
		}
		word, ok := r.OneOf(k.Value, "level", "error", "warn", "off")
		if !ok {
			continue
		}
		if known.Fixed && word != "error" {
			r.Problems = append(r.Problems, source.Errorf(k.Value.At, "rule %q stays an error: %s, and nothing can be published", k.Name, known.Doc))
			continue
		}
		r.config.Check[k.Name] = levelWords[word]
	}
}

func unknownRule(at source.Span, id string) source.Problem {
	return source.Errorf(at, "there is no rule %q", id).WithHint(RuleHint(id))
}

// RuleHint says which rule was probably meant by an id that none has: the nearest, or those that have most of
// its words in their ids and descriptions.
func RuleHint(id string) string {
	if hint := source.DidYouMean(id, RuleIDs()); hint != "" {
		return hint
	}
	var best []string
	most := 1
	for _, r := range rules {
		text := " " + strings.ToLower(strings.ReplaceAll(r.ID, "-", " ")+" "+r.Doc)
		n := 0
		for _, word := range strings.Split(strings.ToLower(id), "-") {
			if len(word) > 2 && strings.Contains(text, " "+word) {
				n += 2
			}
		}
		if slices.ContainsFunc(strings.Split(r.ID, "-"), func(word string) bool { return len(word) > 2 && strings.Contains(id, word) }) {
			n++
		}
		if n > most {
			best, most = nil, n
		}
		if n == most {
			best = append(best, strconv.Quote(r.ID))
		}
	}
	if len(best) == 0 || len(best) > 6 {
		return "docs/check.md lists them"
	}
	return "did you mean " + strings.Join(best, " or ") + "?"
}

// Levelled gives each problem the level that the project wants, and leaves out what it has turned off.
// It is the one place where levels are applied.
func (c Config) Levelled(list source.List) source.List {
	if len(c.Check) == 0 {
		return list
	}
	out := make(source.List, 0, len(list))
	for _, p := range list {
		l, set := c.Check[p.Rule]
		if known := rule(p.Rule); set && p.Level == source.Error && known.Level != source.Error {
			set = false // a case of the rule that leaves nothing to publish
		}
		if set && l.off {
			continue
		}
		if set {
			p.Level = l.Level
		}
		out = append(out, p)
	}
	return out
}

// tells reports whether a build is to tell of a rule that only informs.
func (c Config) tells(id string) bool {
	l, set := c.Check[id]
	return set && !l.off
}

// softer reports whether a rule that is an error by itself is none here.
func (c Config) softer(id string) bool {
	l, set := c.Check[id]
	return set && (l.off || l.Level != source.Error)
}
