package charts

import (
	"image/color"
	"math"
	"testing"
)

// TestContrast: text 4.5:1 and marks 3:1 against paper, text on marks 4.5:1, in both themes.
func TestContrast(t *testing.T) {
	for _, accent := range []string{"", "#b3261e", "#0b5394", "#1d6b2f"} {
		theme := DefaultTheme()
		if accent != "" {
			var err error
			if theme, err = NewTheme(accent); err != nil {
				t.Fatal(err)
			}
		}
		for _, dark := range []bool{false, true} {
			value := func(name string) color.RGBA {
				for _, r := range theme.Roles {
					if r.Name == name {
						c, err := parseColour(map[bool]string{false: r.Light, true: r.Dark}[dark])
						if err != nil {
							t.Fatal(err)
						}
						return c
					}
				}
				t.Fatalf("no role %s", name)
				return color.RGBA{}
			}
			check := func(a, b string, least float64) {
				if got := Contrast(value(a), value(b)); got < least {
					t.Errorf("accent %q, dark %v: %s on %s has contrast %.2f, want %.1f", accent, dark, a, b, got, least)
				}
			}
			for _, text := range []string{"ink", "mute", "accent"} {
				check(text, "paper", 4.5)
			}
			check("mute", "wash", 4.5)
			for _, role := range sequence {
				check(role, "paper", 3)
				if accent == "" {
					check(onRole(role), role, 4.5)
				}
			}
		}
	}
}

func TestBadAccents(t *testing.T) {
	for accent, want := range map[string]string{
		"red":     `"red" is not a colour; write it as #rrggbb`,
		"#ffff00": "the colour #ffff00 is too light on #fffefb: contrast 1.1, at least 4.5 is needed",
		"#134b66": "the colour #134b66 is taken by c2",
	} {
		if _, err := NewTheme(accent); err == nil || err.Error() != want {
			t.Errorf("NewTheme(%q) = %v, want %s", accent, err, want)
		}
	}
}

// deficiencies are full protan, deutan and tritan vision in linear RGB, after Machado, Oliveira
// and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
var deficiencies = map[string][3][3]float64{
	"none":   {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// TestColourBlind: any two series stay apart, in both themes and however people see colours.
func TestColourBlind(t *testing.T) {
	theme := DefaultTheme()
	for name, m := range deficiencies {
		for _, dark := range []bool{false, true} {
			var seen [][3]float64
			for _, role := range sequence {
				for _, r := range theme.Roles {
					if r.Name == role {
						c, _ := parseColour(map[bool]string{false: r.Light, true: r.Dark}[dark])
						seen = append(seen, lab(m, c))
					}
				}
			}
			for i := range seen {
				for j := range i {
					if d := math.Hypot(math.Hypot(seen[i][0]-seen[j][0], seen[i][1]-seen[j][1]), seen[i][2]-seen[j][2]); d < 15 {
						t.Errorf("%s, dark %v: %s and %s are %.0f apart", name, dark, sequence[i], sequence[j], d)
					}
				}
			}
		}
	}
}

// lab is the CIE Lab of a colour as seen with a deficiency, for D65.
func lab(m [3][3]float64, c color.RGBA) [3]float64 {
	in := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var v [3]float64
	for i := range v {
		v[i] = min(max(m[i][0]*in[0]+m[i][1]*in[1]+m[i][2]*in[2], 0), 1)
	}
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x := f((0.4124*v[0] + 0.3576*v[1] + 0.1805*v[2]) / 0.95047)
	y := f(0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2])
	z := f((0.0193*v[0] + 0.1192*v[1] + 0.9505*v[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}
