package templates

import "strings"

// Words are the furniture of pages and figures in one language: everything a reader sees that no
// reporter wrote. Separators and spaces that belong to a word are part of it.
type Words struct {
	Language string // the tag that <html lang> wants

	// Pages.
	Skip        string // the link past the header
	Home        string // the front page's name
	Stories     string // the name of the list of stories
	By          string // before the byline's names
	And         string // between the last two names
	Published   string // before the day, where a day alone is unclear
	Updated     string // before the day of the last change
	Draft       string // the mark of an unpublished story
	Contents    string // over the list of sections
	Corrections string // over the list of what was wrong

	Update, Correction, SourceRevision string // what a correction is
	Was, Now                           string // %s is a number before and after
	Sentence                           string // between two sentences

	Sources      string // over the list of where the numbers come from
	Tags         string // before the list of subjects
	Links        string // over the addresses that the text links to, on paper
	Licence      string // before the licence's name
	Built        string // the last line of every page
	Charts       string // over the list of a story's charts
	Pages        string // the name of the list of pages: about, methods, contact
	More         string // the name of the list of further stories
	Sections     string // the name of the list of sections and subjects
	Page         string // %d is the number of a list's page, in titles
	PageOf       string // the same over the list, with how many there are
	OtherPages   string // the name of the way to the pages beside
	Newer, Older string // that way
	AlsoIn       string // before the names of other languages
	NoStories    string // what a front page without stories says
	NotFound     string // the headline of the page for lost readers
	NotFoundText string // what it says
	BackHome     string // its way out
	Moved        string // the headline of a page that leads to another
	MovedTo      string // its link

	// Prose.
	Notes      string // the name of the footnotes
	BackToText string // the name of a footnote's way back; its number follows
	Table      string // the name of a table without a caption

	// Numbers and what they rest on.
	Numbers           string // over the list of them
	NumbersHelp       string // under that
	Why               string // the name of a number's button; %s is the number
	Calculated        string // before a formula
	MoreRow, MoreRows string // under the first rows of a receipt; %d are the others
	AllNumbers        string // the way from a number's receipt to the list
	Close             string // the button of a receipt

	// Figures.
	Source, Note, Data, Download string
	Figure                       string // %d is its number, in lists of pictures
	ChartOf                      string // before a title, in the names of charts
	FromStory                    string // before a story's title, on a chart's own page
	Reuse                        string // over a chart's downloads, and code to paste
	Picture, SharpPicture        string // a chart's files: dots
	Drawing, DataFile, Facts     string // lines, numbers, and what machines ask
	Fragment, LiveFragment       string // HTML to paste
	PasteFrame, PasteElement     string // over code that shows a chart elsewhere
	PasteImage, PasteMarkdown    string
	Copy, Copied                 string // the button beside code, and what it says then
	GetChart                     string // the way from a frame to the chart's own page
	LivePoints, LiveHelp         string // the name of a live chart, and how the keyboard walks it
	Colon, Comma, Semicolon      string // with the space the language wants behind them
}

// furniture are the words of the languages that have them, by language tag.
var furniture = map[string]*Words{"en": &english, "de": &german, "fr": &french, "es": &spanish,
	"zh": &chinese, "zh-hans": &chinese, "zh-hant": &traditional, "zh-tw": &traditional, "zh-hk": &traditional, "zh-mo": &traditional}

// WordsFor returns the words of a language tag, or those of what it begins with: de-AT has the German
// ones. A language without words of its own gets the English ones. Language is the tag that was asked
// for; Chinese is always told by its script.
func WordsFor(language string) Words {
	w := english
	for tag := strings.ToLower(language); tag != ""; tag = tag[:max(0, strings.LastIndexByte(tag, '-'))] {
		if words, ok := furniture[tag]; ok {
			w = *words
			break
		}
	}
	if language != "" && !strings.HasPrefix(w.Language, "zh") {
		w.Language = language
	}
	return w
}
