package charts

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"plotline/data/source"
)

// Block is a chart block in Go: each field is the key of that name, and empty ones are left out.
// Spec checks it as it would check the same block in a story.
type Block struct {
	ID, Kind, Data         string
	X                      string
	Y                      []string
	Series                 string
	Where, Sort            string
	Title, Subtitle        string
	Unit, Format, Bound    string
	Labels, Missing, Width string
	Note, Alt              string
	Highlight              []string
	Height                 int
	Sources                []Source
	Language               string // BCP 47, of the words and numbers; empty is English
}

// YAML returns the block's body as it would stand in a story. Sources stand by the keys s1, s2 and so on.
func (b Block) YAML() string {
	var y strings.Builder
	v := reflect.ValueOf(b)
	for i := range v.NumField() {
		name := strings.ToLower(v.Type().Field(i).Name)
		switch value := v.Field(i).Interface().(type) {
		case string:
			if value != "" && name != "language" {
				y.WriteString(name + ": " + quote(value, false) + "\n")
			}
		case int:
			if value != 0 {
				y.WriteString(name + ": " + strconv.Itoa(value) + "\n")
			}
		case []string:
			list(&y, name, value)
		case []Source:
			list(&y, "source", sourceKeys(value))
		}
	}
	return y.String()
}

func list(y *strings.Builder, name string, values []string) {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v, false)
	}
	switch len(values) {
	case 0:
	case 1:
		y.WriteString(name + ": " + quoted[0] + "\n")
	default:
		y.WriteString(name + ": [" + strings.Join(quoted, ", ") + "]\n")
	}
}

func sourceKeys(list []Source) []string {
	keys := make([]string, len(list))
	for i := range list {
		keys[i] = fmt.Sprintf("s%d", i+1)
	}
	return keys
}

// BlockFile is the name of the file in which problems of a Block have their places: its YAML.
const BlockFile = "block"

// Spec checks the block. It is nil exactly when the problems hold an error; their places are in the
// block's YAML, in the file BlockFile.
func (b Block) Spec() (*Spec, source.List) {
	if b.ID == "" {
		b.ID = "chart"
	}
	env := Env{Language: b.Language, Sources: map[string]Source{}}
	if env.Language == "" {
		env.Language = "en"
	}
	for i, key := range sourceKeys(b.Sources) {
		env.Sources[key] = b.Sources[i]
	}
	f := source.NewFile(BlockFile, []byte(b.YAML()))
	return Parse("chart", f.Line(1), f.All(), env)
}
