package compare

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"plotline/data"
	"plotline/data/golden"
	"plotline/data/source"
)

// TestTables compares two files of each archive; its comment begins with the key, if there is one.
func TestTables(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, c *golden.Case) {
		read := func(name string) *data.Table {
			table, problems := data.Read(source.NewFile(name, c.Read(name)), data.Options{})
			if table == nil {
				t.Fatal(problems)
			}
			return table
		}
		var key []string
		if k, ok := strings.CutPrefix(strings.Split(c.Comment(), "\n")[0], "key: "); ok {
			key = strings.Split(k, ", ")
		}
		var b bytes.Buffer
		changes, err := Tables(read("old.csv"), read("new.csv"), key, 5)
		if err != nil {
			fmt.Fprintln(&b, err)
		} else {
			changes.Print(&b, "new.csv")
			b.WriteString("\n")
			changes.Markdown(&b, "new.csv")
		}
		c.Check("want.txt", b.String())
		if c.Has("want.json") {
			b.Reset()
			changes.JSON(&b)
			c.Check("want.json", b.String())
		}
	})
}
