// Package templates holds the files that dress a site: page templates, the style sheet, the
// furniture words of each language, and the bundles that draw and wake charts.
//
// Nothing goes in; FS, WordsFor and Bundles come out. site/page reads FS first.
package templates

import "embed"

// FS holds the page templates (*.html) and the style sheet (style.css). A project's own
// templates/ folder may replace each by its name.
//
//go:embed *.html *.css
var FS embed.FS
