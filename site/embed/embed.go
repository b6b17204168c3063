// Package embed writes what others need to show a chart of a site in pages of their own: code to
// paste, and what machines ask of a chart.
//
// A Chart says where the chart stands and what it shows. Snippets are for people, Meta and OEmbed for
// machines; both have a JSON Schema, Schemas.
package embed

import (
	"html"
	"strconv"
	"strings"
)

// Chart is a chart of a published site.
type Chart struct {
	Root    string // absolute address of the site, ending in a slash
	Address string // absolute address of the chart's folder, ending in a slash
	Title   string // plain words
	Alt     string // what it shows
	Frame   Size   // of a frame where styles are not taken
	Heights Heights
	Picture Size // of the picture; zero without one
}

// Heights are values of the CSS property height for every width of the place, in cqw: what is to come
// has its room before it is there, and nothing moves when it comes.
type Heights struct {
	Frame  string // of the chart's page in a frame
	Figure string // of the figure to paste
}

// Size is a width and height in CSS px.
type Size struct{ Width, Height int }

// Names of the files in a chart's folder.
const (
	Page         = "index.html"
	Fragment     = "fragment.html"
	LiveFragment = "fragment-live.html"
	Drawing      = "chart.svg"
	Picture      = "chart.png"
	SharpPicture = "chart@2x.png"
	Data         = "data.csv"
	Facts        = "meta.json"
	Discovery    = "oembed.json"
)

// Script is the path of the script that frames and elements of other pages load, from the site's root.
// It has no hash: pages of others name it for years.
const Script = "assets/embed.js"

// SchemaPath is where a site has MetaSchema.
const SchemaPath = "assets/chart.schema.json"

// place is the box whose width heights are measured by.
const place = `<div style="container-type:inline-size;contain-intrinsic-width:300px;width:100%">`

// IFrame is a frame of the height of what it shows. Its script is for readers with other letters, and
// for the table when they open it.
func (c Chart) IFrame() string {
	return place + "\n" + `<iframe src="` + text(c.Address+"#embed") + `" title="` + text(c.words()) + `" width="` + strconv.Itoa(c.Frame.Width) + `" height="` + strconv.Itoa(c.Frame.Height) +
		`" loading="lazy" style="display:block;border:0;width:100%;height:` + text(c.Heights.Frame) + `"></iframe>` + "\n</div>\n" + c.script()
}

// Element is a web component, for pages that take no frames. Until its script is there, and wherever
// none runs, it shows the picture.
func (c Chart) Element() string {
	return place + "\n" + `<plotline-chart src="` + text(c.Address) + `" style="display:block;height:` + text(c.Heights.Figure) + `">` + c.linked("width:auto;max-height:100%;") + "</plotline-chart>\n</div>\n" + c.script()
}

// Image is the chart's picture.
func (c Chart) Image() string { return c.linked("") }

// Markdown is the chart's picture in Markdown.
func (c Chart) Markdown() string {
	words := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "\n", " ", "<", `\<`, "*", `\*`, "_", `\_`, "`", "\\`").Replace(c.words())
	return "[![" + words + "](" + c.picture() + ")](" + c.Address + ")"
}

func (c Chart) picture() string {
	if c.Picture == (Size{}) {
		return c.Address + Drawing
	}
	return c.Address + SharpPicture
}

// linked is the picture as a link to the chart, with further styles.
func (c Chart) linked(styles string) string {
	img := `<a href="` + text(c.Address) + `"><img src="` + text(c.picture()) + `" alt="` + text(c.words()) + `"`
	if c.Picture != (Size{}) {
		img += ` width="` + strconv.Itoa(c.Picture.Width) + `" height="` + strconv.Itoa(c.Picture.Height) + `"`
	}
	return img + ` style="` + styles + `max-width:100%;height:auto"></a>`
}

func (c Chart) script() string { return `<script src="` + text(c.Root+Script) + `" async></script>` }

// words are title and alt text as one.
func (c Chart) words() string {
	if c.Title == "" || strings.HasPrefix(c.Alt, c.Title) {
		return c.Alt
	}
	end := ". "
	if strings.ContainsAny(c.Title[len(c.Title)-1:], ".?!") {
		end = " "
	}
	return strings.TrimSpace(c.Title + end + c.Alt)
}

func text(s string) string { return html.EscapeString(s) }
