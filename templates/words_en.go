package templates

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
