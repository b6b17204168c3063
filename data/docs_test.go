package data

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

const messyPage = "../docs/messy.md"

// TestMessyPage compares the examples of docs/messy.md with their archives; -update rewrites them.
func TestMessyPage(t *testing.T) {
	b, err := os.ReadFile(messyPage)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, name := range []string{"gb18030", "german", "utf16", "report"} {
		a, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		var file, messages, block string
		for _, f := range a.Files {
			switch f.Name {
			case "table.csv":
				file = strings.NewReplacer(`\r`, "", `\t`, "\t").Replace(string(f.Data))
			case "want.txt":
				_, messages, _ = strings.Cut(string(f.Data), "plotline: ")
			case "block.yaml":
				block = string(f.Data)
			}
		}
		open, end := "<!-- "+name+" -->\n", "<!-- end -->"
		i := strings.Index(text, open)
		if i < 0 {
			t.Errorf("no place for %s", name)
			continue
		}
		i += len(open)
		j := i + strings.Index(text[i:], end)
		text = text[:i] + string(a.Comment) + "\n```\n" + file + "```\n\n```\nplotline: " + messages + "```\n\n" +
			"````markdown\n```chart\n" + block + "```\n````\n\n![Its chart](messy/" + name + ".svg)\n" + text[j:]
	}
	for _, code := range codes {
		if !strings.Contains(text, "`"+code+"`") {
			t.Errorf("the page does not name %s", code)
		}
	}
	if text == string(b) {
		return
	}
	if f := flag.Lookup("update"); f.Value.String() == "true" {
		if err := os.WriteFile(messyPage, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Error("docs/messy.md is behind the archives; run go test ./data -run TestMessyPage -update")
}
