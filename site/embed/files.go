package embed

// File is a file of a chart's folder.
type File struct{ Name, Doc string }

// Files lists what a chart's folder may hold, pages first. Without fonts for its letters a chart has no
// pictures of dots; without an address the site has no card and no oEmbed.
var Files = []File{
	{Page, "the chart on a page of its own, with its data, its downloads and code to show it elsewhere"},
	{Fragment, "the chart as one <figure> to paste into the HTML of any page or CMS; it needs nothing else"},
	{LiveFragment, "the same; readers can point at its values. Its script comes from where the story is published"},
	{Drawing, "the chart as lines and text, sharp at every size: for web pages, LaTeX and design programs"},
	{Picture, "the chart as a picture: for e-mail, slides and text programs"},
	{SharpPicture, "the same picture, twice as sharp"},
	{"card.png", "the chart as a card for shared links, 1200 x 630 dots"},
	{"thumb.svg", "the drawing without its labels, for lists of stories"},
	{Data, "the numbers that the chart shows, for spreadsheets"},
	{Facts, "title, source, licence, dates and a hash of the data, for programs"},
	{Discovery, "the answer of oEmbed, for sites that embed the chart by its address"},
}
