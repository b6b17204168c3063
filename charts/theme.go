package charts

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
)

// Role is one named colour of a figure. A drawing is made with Light, which is unlike every other
// role's, and then refers to the custom property --Name, so one drawing serves light and dark.
type Role struct {
	Name        string
	Light, Dark string // #rrggbb
	Doc         string
}

// Theme is the colours of a site. Build it with DefaultTheme or NewTheme.
type Theme struct {
	Roles []Role
	css   string
	names map[string]string // of roles, by their light values
}

// accentRole is the one role a project chooses; the others stay.
const accentRole = "accent"

// Values: text at least 4.5:1 and marks at least 3:1 against paper in both themes (WCAG 2.2
// 1.4.3, 1.4.11), and any two series at least 15 apart in CIE Lab under the protan, deutan and
// tritan simulation of Machado, Oliveira and Fernandes (2009). theme_test.go measures both.
var roles = []Role{
	{"paper", "#fffefb", "#14161a", "the page"},
	{"ink", "#1b1d21", "#eceae6", "text"},
	{"mute", "#5f6670", "#a2a8b1", "small print"},
	{"rule", "#dfe2e6", "#343941", "thin lines"},
	{"soft", "#868f99", "#7b8490", "marks that do not matter most"},
	{"wash", "#f4f1ea", "#1c1f25", "quiet backgrounds"},
	{accentRole, "#c8102e", "#ff6b6b", "look here; the first series"},
	{"c2", "#134b66", "#6aaede", "second series"},
	{"c3", "#c77f1c", "#dd9a30", "third series"},
	{"c4", "#8a3fa8", "#a06bea", "fourth series"},
	{"c5", "#1b9b71", "#66e8bd", "fifth series"},
	{"on-accent", "#ffffff", "#15171b", "text on a mark of the accent"},
	{"on-c2", "#fefefe", "#16181c", "text on a mark of the second series"},
	{"on-mark", "#1c1e22", "#17191d", "text on every other mark"},
}

// DefaultTheme returns Plotline's own colours.
func DefaultTheme() Theme { return themeOf(roles) }

func themeOf(roles []Role) Theme {
	t := Theme{Roles: roles, names: map[string]string{}}
	for _, r := range roles {
		t.names[r.Light] = r.Name
	}
	t.css = t.sheet()
	return t
}

// NewTheme returns the theme with another accent, #rrggbb, whose dark value is made lighter until
// it stands 4.5:1 off the dark paper. The error says what is wrong with the colour.
func NewTheme(accent string) (Theme, error) {
	c, err := parseColour(accent)
	if err != nil {
		return Theme{}, err
	}
	light, dark := accent, c
	var chosen []Role
	for _, r := range roles {
		if r.Name != accentRole && strings.EqualFold(r.Light, light) {
			return Theme{}, fmt.Errorf("the colour %s is taken by %s", accent, r.Name)
		}
	}
	paper, _ := parseColour(roles[0].Light)
	if Contrast(c, paper) < 4.5 {
		return Theme{}, fmt.Errorf("the colour %s is too light on %s: contrast %.1f, at least 4.5 is needed", accent, roles[0].Light, Contrast(c, paper))
	}
	night, _ := parseColour(roles[0].Dark)
	for Contrast(dark, night) < 6 {
		dark = mix(dark, color.RGBA{255, 255, 255, 255}, 0.08)
	}
	for _, r := range roles {
		if r.Name == accentRole {
			r.Light, r.Dark = strings.ToLower(light), hex(dark)
		}
		chosen = append(chosen, r)
	}
	return themeOf(chosen), nil
}

// CSS returns the theme's custom properties as a style sheet: light, dark by the reader's
// preference, and both by html[data-theme]. Paper is white: it is printed on what there is.
func (t Theme) CSS() string { return t.css }

func (t Theme) sheet() string {
	var light, dark strings.Builder
	for _, r := range t.Roles {
		fmt.Fprintf(&light, "--%s:%s;", r.Name, r.Light)
		fmt.Fprintf(&dark, "--%s:%s;", r.Name, r.Dark)
	}
	return ":root{color-scheme:light;" + light.String() + "}\n" +
		"@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;" + dark.String() + "}}\n" +
		":root[data-theme=dark]{color-scheme:dark;" + dark.String() + "}\n" +
		"@media screen and (prefers-color-scheme:dark) and (forced-colors:none){:root:is([data-embed=embed],:has(.page-chart [id=embed]:target)){color-scheme:light;" + light.String() + "}}\n" + // pages around a frame are mostly light
		"@media print{:root,:root[data-theme],:root:not([data-theme=light]){color-scheme:light;" + light.String() + "--paper:#ffffff;--wash:#ffffff}}\n"
}

// Literal returns the light value of a role; the role must exist.
func (t Theme) Literal(name string) string {
	for _, r := range t.Roles {
		if r.Name == name {
			return r.Light
		}
	}
	panic("charts: no role " + name)
}

// literals calls found with the place of every quoted colour in text that is a role's light value,
// and with the role's name. The place is that of the #.
func (t Theme) literals(text []byte, found func(at int, name string)) {
	const length = len("#rrggbb")
	for at := 1; at < len(text)-length; at++ {
		i := bytes.IndexByte(text[at:], '#') // rarer than quotes
		if i < 0 {
			return
		}
		at += i
		if at >= len(text)-length || text[at-1] != '"' || text[at+length] != '"' {
			continue
		}
		if name, ok := t.names[string(text[at:at+length])]; ok {
			found(at, name)
		}
	}
}

// variables writes a drawing, every role's literal colour replaced by its custom property; the
// literal stays behind as the fallback.
func (t Theme) variables(b *bytes.Buffer, svg []byte) {
	from := 0
	t.literals(svg, func(at int, name string) {
		b.Write(svg[from:at])
		b.WriteString("var(--")
		b.WriteString(name)
		b.WriteByte(',')
		b.Write(svg[at : at+len("#rrggbb")])
		b.WriteByte(')')
		from = at + len("#rrggbb")
	})
	b.Write(svg[from:])
}

func parseColour(s string) (color.RGBA, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 || s[0] != '#' {
		return color.RGBA{}, fmt.Errorf("%q is not a colour; write it as #rrggbb", s)
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}, nil
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func mix(a, b color.RGBA, part float64) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-part) + float64(y)*part)) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// Contrast returns the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.
func Contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.RGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}
