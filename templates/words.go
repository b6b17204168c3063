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

var english = Words{
	Language: "en",

	Skip: "Skip to content", Home: "Front page", Stories: "Stories", By: "By ", And: " and ",
	Published: "Published ", Updated: "Updated ", Draft: "Draft", Contents: "In this story",
	Corrections: "Corrections", Update: "update", Correction: "correction", SourceRevision: "the source’s revision", Was: "Before: %s.", Now: "Now: %s.", Sentence: " ",
	Sources: "Sources", Tags: "Subjects", Links: "Links", Licence: "Licence: ",
	Built:  "Built from Markdown and CSV with Plotline",
	Charts: "The story in charts", More: "More stories", Pages: "About this site", NoStories: "There are no stories yet.",
	Sections: "Sections", Page: "page %d", PageOf: "Page %d of %d", OtherPages: "Further pages", Newer: "Newer stories", Older: "Older stories",
	AlsoIn:       "Also in ",
	NotFound:     "This page is not here",
	NotFoundText: "It may have moved, or the address may be mistyped. Every story is on the front page.",
	BackHome:     "Back to the front page",
	Moved:        "This page has moved",
	MovedTo:      "Go to where it is now",

	Numbers: "How we know these numbers", NumbersHelp: "Each number was checked against its data when this page was made.",
	Why: "How we know: %s", Calculated: "Calculated: ", MoreRow: "and 1 more row", MoreRows: "and %d more rows", AllNumbers: "All numbers", Close: "Close",

	Notes: "Notes", BackToText: "Back to the text, note ", Table: "Table",

	Source: "Source", Note: "Note", Data: "Data", Download: "Download CSV", Figure: "Figure %d.", ChartOf: "Chart: ",
	FromStory: "From: ", Reuse: "Use this chart",
	Picture: "Picture (PNG)", SharpPicture: "Picture, twice as sharp (PNG)", Drawing: "Drawing (SVG)", DataFile: "Data (CSV)", Facts: "About the chart (JSON)",
	Fragment: "HTML to paste", LiveFragment: "HTML to paste, interactive",
	PasteFrame: "Frame, for most websites", PasteElement: "Web component, for pages that take no frames",
	PasteImage: "Picture, for newsletters and e-mail", PasteMarkdown: "Picture in Markdown",
	Copy: "Copy", Copied: "Copied", GetChart: "Get the chart",
	LivePoints: "Interactive chart", LiveHelp: "Use the arrow keys to walk the values.",
	Colon: ": ", Comma: ", ", Semicolon: "; ",
}

var chinese = Words{
	Language: "zh-Hans",

	Skip: "跳到正文", Home: "首页", Stories: "报道", By: "作者：", And: "、",
	Published: "发布于", Updated: "更新于", Draft: "草稿", Contents: "本文内容",
	Corrections: "更正", Update: "更新", Correction: "更正", SourceRevision: "来源修订", Was: "原为：%s。", Now: "现为：%s。",
	Sources: "资料来源", Tags: "主题", Links: "链接", Licence: "许可：",
	Built:  "由 Plotline 根据 Markdown 与 CSV 生成",
	Charts: "图表一览", More: "更多报道", Pages: "关于本站", NoStories: "还没有报道。",
	Sections: "栏目", Page: "第 %d 页", PageOf: "第 %d 页，共 %d 页", OtherPages: "翻页", Newer: "较新的报道", Older: "较早的报道",
	AlsoIn:       "其他语言：",
	NotFound:     "没有找到这个页面",
	NotFoundText: "页面可能已经移动，或者网址有误。所有报道都在首页。",
	BackHome:     "回到首页",
	Moved:        "页面已经移动",
	MovedTo:      "前往新的地址",

	Numbers: "本文数字的依据", NumbersHelp: "每个数字都在生成本页时与数据核对过。",
	Why: "数字依据：%s", Calculated: "计算：", MoreRow: "另有 1 行", MoreRows: "另有 %d 行", AllNumbers: "全部数字", Close: "关闭",

	Notes: "注释", BackToText: "回到正文，注释 ", Table: "表格",

	Source: "来源", Note: "注", Data: "数据", Download: "下载 CSV", Figure: "图 %d", ChartOf: "图表：",
	FromStory: "出自：", Reuse: "使用这张图表",
	Picture: "图片（PNG）", SharpPicture: "高清图片（PNG）", Drawing: "矢量图（SVG）", DataFile: "数据（CSV）", Facts: "图表信息（JSON）",
	Fragment: "可粘贴的 HTML", LiveFragment: "可粘贴的 HTML（交互）",
	PasteFrame: "嵌入框架，适用于多数网站", PasteElement: "网页组件，适用于不接受框架的页面",
	PasteImage: "图片，适用于邮件和通讯", PasteMarkdown: "Markdown 图片",
	Copy: "复制", Copied: "已复制", GetChart: "获取图表",
	LivePoints: "交互图表", LiveHelp: "用方向键逐个查看数值。",
	Colon: "：", Comma: "，", Semicolon: "；",
}

// WordsFor returns the words of a language tag: Simplified Chinese for zh and every tag under it.
// A language without words of its own gets the English ones under its own tag.
func WordsFor(language string) Words {
	tag := strings.ToLower(language)
	if tag == "zh" || strings.HasPrefix(tag, "zh-") {
		return chinese
	}
	w := english
	if language != "" {
		w.Language = language
	}
	return w
}
