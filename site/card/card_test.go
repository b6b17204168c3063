package card

import (
	"bytes"
	"errors"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"plotline/charts/raster"
)

var paper = color.RGBA{0xff, 0xfe, 0xfb, 0xff}

func cardOf(headline, language string, drawing []byte) Card {
	return Card{Site: "Plotline demo", Kicker: "Technology", Headline: headline, Language: language, Drawing: drawing,
		Colours: Colours{paper, color.RGBA{0x1b, 0x1d, 0x21, 0xff}, color.RGBA{0x5f, 0x66, 0x70, 0xff}, color.RGBA{0xc8, 0x10, 0x2e, 0xff}}}
}

func chartOf(title, language string, drawing []byte) Card {
	c := cardOf(title, language, drawing)
	c.Chart, c.Measure, c.Source = true, "New robotics research companies, average a year", "Source: China Daily, citing Qichacha; the local government, in an answer to questions"
	return c
}

func numberOf(number, what string) Card {
	c := cardOf("Inland China finds its niches", "en", nil)
	c.Number, c.Counted = number, what
	return c
}

func maker(t testing.TB) *raster.Raster {
	t.Helper()
	r, err := raster.New(raster.Options{Fonts: raster.System(os.DirFS("/"))})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func slope(t testing.TB) []byte {
	t.Helper()
	svg, err := os.ReadFile("../../docs/kinds/slope.svg")
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

// TestDraw makes cards of short and very long headlines: no ink reaches the margins, so nothing is cut,
// and the headline stands on every one.
func TestDraw(t *testing.T) {
	r := maker(t)
	long := "A headline that takes many more words than it should to say what could have been said in four or five of them, and that does not stop where anybody else would have stopped"
	for name, c := range map[string]Card{
		"short": cardOf("Inland China finds its niches", "en", slope(t)), "long": cardOf(long, "en", slope(t)), "no chart": cardOf(long, "en", nil),
		"chinese":  cardOf("中国内陆城市各自找到了自己的位置：合肥人工智能企业超过八百四十家", "zh-Hans", slope(t)),
		"one word": cardOf("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "de", slope(t)),
		"a chart":  chartOf(long, "en", slope(t)), "a chart in chinese": chartOf("沈阳新增机器人研究企业是此前四年的五倍", "zh-Hans", slope(t)),
		"a number": numberOf(">840", "AI companies in Hefei, up by almost a quarter in a single year"), "a long number": numberOf(strings.Repeat("1,234,567 ", 9), "firms"),
		"a number of much": numberOf("4", long),
	} {
		b, err := Draw(r, c)
		var missing *raster.MissingError
		if errors.As(err, &missing) && os.Getenv("CI") != "true" {
			t.Logf("%s: no font has its characters: left out", name)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		m, err := png.Decode(bytes.NewReader(b))
		if err != nil || m.Bounds().Dx() != Width || m.Bounds().Dy() != Height {
			t.Fatalf("%s: %v, %v", name, err, m.Bounds())
		}
		ink, cut := 0, 0
		for y := rule; y < Height; y++ {
			for x := range Width {
				if c, _ := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA); c != paper {
					if ink++; x < margin-4 || x >= Width-margin+4 || y >= Height-margin+12 {
						cut++
					}
				}
			}
		}
		if cut > 0 || ink < 5000 {
			t.Errorf("%s: %d dots of ink, %d of them in the margins", name, ink, cut)
		}
		if again, _ := Draw(r, c); !bytes.Equal(again, b) {
			t.Errorf("%s: other bytes the second time", name)
		}
	}
}

// TestMissing: words that no font has are said, and the card is there all the same.
func TestMissing(t *testing.T) {
	r, err := raster.New(raster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Draw(r, cardOf("合肥", "zh-Hans", nil))
	var missing *raster.MissingError
	if !errors.As(err, &missing) || len(b) == 0 {
		t.Errorf("Draw = %d bytes, %v", len(b), err)
	}
}

func BenchmarkDraw(b *testing.B) {
	r, c := maker(b), cardOf("Inland China finds its niches", "en", slope(b))
	for b.Loop() {
		if _, err := Draw(r, c); err != nil {
			b.Fatal(err)
		}
	}
}
