package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plotline/data"
	"plotline/data/cell"
	"plotline/data/source"
)

// Desk is who reads a sheet back, and when.
type Desk struct {
	By    string // who checked where a row says no name
	Today string // ISO day, for rows without one
}

// yes and no are what people put into a box.
var (
	yes = []string{"x", "✓", "✔", "☑", "☒", "[x]", "yes", "y", "ok", "true", "1", "checked", "是", "√", "对", "已核对"}
	no  = []string{"", "☐", "[ ]", "[]", "no", "n", "false", "0", "否", "□"}
)

// Sign reads a sheet that was filled in, and adds its sign-offs. Rows are known by their IDs alone: they may
// be sorted, and columns moved, hidden or added. It returns how many sign-offs are new; with errors
// nothing is added.
func (s *Signoffs) Sign(f *source.File, site Site, d Desk) (int, source.List) {
	t, problems := data.Read(f, data.Options{})
	if t == nil {
		return 0, problems
	}
	r := signing{table: t, desk: d}
	columns := map[string]*data.Column{}
	for _, key := range []string{"id", "checked", "checked by", "date"} {
		c := column(t, key)
		if c == nil {
			return 0, source.List{source.Errorf(f.Line(1), "the sheet has no column %q", key).WithHint("plotline export factcheck writes one that has")}
		}
		columns[key] = c
	}
	r.id, r.box, r.by, r.date = columns["id"], columns["checked"], columns["checked by"], columns["date"]
	numbers := map[string]Signoff{}
	for _, story := range site.Stories {
		ids := story.IDs()
		for i, n := range story.Numbers {
			id := ids[i]
			numbers[id] = Signoff{ID: id, Story: story.name(), Where: n.Where, Figure: n.Figure, Value: n.exact(), Words: n.Words, In: plain(n.Sentence)}
		}
	}
	var fresh []Signoff
	for row := range t.Rows {
		by, day, ok := r.row(row)
		if !ok {
			continue
		}
		so, known := numbers[strings.ToLower(r.id.Text(row))]
		if !known {
			r.problems = append(r.problems, source.Warnf(t.Cell(row, r.id), "factcheck-lapsed", "the number has been edited since the sheet was made, so it is not signed off").
				WithHint("check it again in a new sheet"))
			continue
		}
		so.By, so.Date = by, day
		same := func(o Signoff) bool { return o.ID == so.ID && o.By == so.By }
		if !slices.ContainsFunc(s.list, same) && !slices.ContainsFunc(fresh, same) {
			fresh = append(fresh, so)
		}
	}
	if r.problems.HasErrors() {
		return 0, r.problems
	}
	s.list = append(s.list, fresh...)
	s.tidy(site)
	return len(fresh), r.problems
}

// tidy drops sign-offs that can tell nothing more: of numbers that were checked again or are no longer
// there. Those of stories that are not in the site stay.
func (s *Signoffs) tidy(site Site) {
	here := map[string]bool{}
	keep := map[string]bool{}
	for _, st := range s.States(site) {
		here[st.Story.name()] = true
		for _, id := range st.Story.IDs() {
			keep[id] = true
		}
		for _, l := range st.Lapsed {
			keep[l.ID] = true
		}
	}
	s.list = slices.DeleteFunc(s.list, func(so Signoff) bool { return here[so.Story] && !keep[so.ID] })
}

// signing reads the rows of a sheet.
type signing struct {
	table             *data.Table
	desk              Desk
	id, box, by, date *data.Column
	problems          source.List
}

func (r *signing) errorf(row int, c *data.Column, hint, format string, args ...any) {
	r.problems = append(r.problems, source.Errorf(r.table.Cell(row, c), format, args...).WithHint(hint))
}

// row returns who ticked a row, and when; ok is false when nobody did.
func (r *signing) row(row int) (by, day string, ok bool) {
	by = plain(armed(r.by.Text(row)))
	switch box := strings.ToLower(armed(r.box.Text(row))); {
	case slices.Contains(yes, box):
	case !slices.Contains(no, box):
		r.errorf(row, r.box, "write x, or nothing", "%q is no tick", box)
		return "", "", false
	default:
		if by != "" {
			r.problems = append(r.problems, source.Warnf(r.table.Cell(row, r.by), "factcheck-unticked", "the row has a name and no tick, so it is not signed off"))
		}
		return "", "", false
	}
	if by == "" {
		by = r.desk.By
	}
	if by == "" {
		r.errorf(row, r.by, "write a name there, or give one with --by", "the row is ticked, but nobody is named")
		return "", "", false
	}
	written := armed(r.date.Text(row))
	day, err := dayOf(written)
	switch {
	case written == "":
		day = r.desk.Today
	case err != nil:
		r.errorf(row, r.date, "write it as "+r.desk.Today+", or leave it empty for today", "%v", err)
		return "", "", false
	case day > r.desk.Today:
		r.errorf(row, r.date, "", "%s is yet to come", day)
		return "", "", false
	}
	return by, day, true
}

// dayOf reads a day as spreadsheets leave it: 27.05.2022, 5/27/2022, 27/5/22, or a count of days.
func dayOf(s string) (string, error) {
	if d, ok := cell.ParseDay(s); ok && d.Grain == cell.Daily {
		return d.String(), nil
	}
	if n, err := strconv.Atoi(s); err == nil && n > 36525 && n < 73051 { // of this century
		return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), nil
	}
	s, _, _ = strings.Cut(s, " ") // a time of day
	for _, sign := range []string{".", "/", "-"} {
		parts := strings.Split(s, sign)
		if len(parts) != 3 {
			continue
		}
		if len(parts[2]) == 2 {
			parts[2] = "20" + parts[2]
		}
		year, month, day := parts[2], parts[1], parts[0]
		first, second := atoi(parts[0]), atoi(parts[1])
		switch {
		case sign == "." || first > 12 || first == second:
		case second > 12:
			month, day = day, month
		default:
			return "", fmt.Errorf("%q may be two days", s)
		}
		if t, err := time.Parse("2006-1-2", year+"-"+month+"-"+day); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", fmt.Errorf("%q is no day", s)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// armed takes away the apostrophe that keeps a spreadsheet from running a text.
func armed(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(s[1])) {
		return s[1:]
	}
	return s
}
