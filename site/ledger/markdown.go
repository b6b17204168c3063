package ledger

import (
	"fmt"
	"io"
	"strings"

	"plotline/data/source"
)

// Markdown writes the changes as a comment on a pull request. Than says what the site was compared with.
func (c Changes) Markdown(w io.Writer, than string) {
	var b strings.Builder
	if c.None() {
		fmt.Fprintf(&b, "No displayed number and no chart has moved since %s.\n", code(than))
	} else {
		fmt.Fprintf(&b, "**%s since %s.**\n", upper(c.summary()), code(than))
	}
	for _, s := range c.Stories {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n", safe(s.New.Title), code(s.New.place()))
		if len(s.Numbers) > 0 {
			b.WriteString("\n| Words | Was | Is | The words now | Cells |\n|---|---|---|---|---|\n")
		}
		for _, n := range s.Numbers {
			words := safe(n.Is.Words)
			if n.reworded() {
				words += "<br>was " + safe(n.Was.Words)
			}
			var cells []string
			for _, cell := range n.first() {
				cells = append(cells, safe(strings.ReplaceAll(cell, " -> ", " → ")))
			}
			was, is := n.values()
			fmt.Fprintf(&b, "| %s<br>%s | %s | %s | %s | %s |\n", words, code(n.Is.place()), safe(was), safe(is), emphatic(n.Is), strings.Join(cells, "<br>"))
		}
		for i, chart := range s.Charts {
			if i == 0 {
				b.WriteString("\n| Chart | Changed | First |\n|---|---|---|\n")
			}
			var cells []string
			for _, cell := range chart.First {
				cells = append(cells, safe(strings.ReplaceAll(cell.String(), " -> ", " → ")))
			}
			fmt.Fprintf(&b, "| %s<br>%s | %s | %s |\n", safe(chart.Title), code(chart.ID), chart.what(), strings.Join(cells, "<br>"))
		}
		if len(s.Added)+len(s.Dropped) > 0 {
			b.WriteByte('\n')
		}
		for _, n := range s.Added {
			fmt.Fprintf(&b, "- new: %s (%s)\n", safe(n.Words), safe(shown(n)))
		}
		for _, n := range s.Dropped {
			fmt.Fprintf(&b, "- no longer there: %s (%s)\n", safe(n.Words), safe(shown(n)))
		}
	}
	if len(c.New)+len(c.Gone) > 0 {
		b.WriteByte('\n')
	}
	for _, s := range c.New {
		fmt.Fprintf(&b, "- new story: %s, %s\n", safe(s.Title), source.Count(len(s.Numbers), "number"))
	}
	for _, s := range c.Gone {
		fmt.Fprintf(&b, "- story that is gone: %s, %s\n", safe(s.Title), source.Count(len(s.Numbers), "number"))
	}
	io.WriteString(w, b.String())
}

func emphatic(n Number) string {
	if n.Verdict == "false" {
		return "**false**: " + safe(n.Reason)
	}
	return safe(n.verdict())
}

// marks are what Markdown or HTML in it would take for its own, or what would call people and issues.
var marks = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "~", `\~`, "#", `\#`, "@", "@\u200b", "!", `\!`)

// safe is text in a cell of a Markdown table.
func safe(s string) string { return marks.Replace(plain(s)) }

// code is text as code, whatever is in it.
func code(s string) string {
	return "`" + strings.ReplaceAll(strings.ReplaceAll(plain(s), "`", "'"), "|", `\|`) + "`"
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
