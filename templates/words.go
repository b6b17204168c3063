package templates

import "strings"

// Words are the furniture of pages and figures in one language: everything a reader sees that no
// reporter wrote.
type Words struct {
	Language string // the tag that <html lang> wants

	Skip, Home, Stories, By, And     string
	Published, Updated, Draft        string
	Sources, Source, Data, Download  string
	Tags, Contents, Licence, Built   string
	NotFound, NotFoundText, BackHome string
	LivePoints, LiveHelp             string
	Colon, Comma                     string // with the space the language wants behind them
}

var english = Words{
	Language: "en",
	Skip:     "Skip to the text", Home: "Front page", Stories: "Stories", By: "By", And: "and",
	Published: "Published", Updated: "Updated", Draft: "Draft",
	Sources: "Sources", Source: "Source", Data: "Data", Download: "Download the data (CSV)",
	Tags: "Tags", Contents: "Contents", Licence: "Licence", Built: "Built with Plotline from Markdown and CSV.",
	NotFound: "Page not found", NotFoundText: "There is nothing at this address.", BackHome: "Back to the front page",
	LivePoints: "Interactive chart", LiveHelp: "Use the arrow keys to walk the values.",
	Colon: ": ", Comma: ", ",
}

var chinese = Words{
	Language: "zh-Hans",
	Skip:     "跳到正文", Home: "首页", Stories: "报道", By: "作者：", And: "、",
	Published: "发布于", Updated: "更新于", Draft: "草稿",
	Sources: "资料来源", Source: "来源", Data: "数据", Download: "下载数据（CSV）",
	Tags: "标签", Contents: "目录", Licence: "许可", Built: "由 Plotline 从 Markdown 和 CSV 生成。",
	NotFound: "找不到页面", NotFoundText: "这个地址没有内容。", BackHome: "回到首页",
	LivePoints: "交互图表", LiveHelp: "用方向键逐个查看数值。",
	Colon: "：", Comma: "，",
}

// WordsFor returns the words of a language tag; a language without words of its own gets the
// English ones.
func WordsFor(language string) Words {
	if strings.HasPrefix(language, "zh") {
		return chinese
	}
	w := english
	if language != "" {
		w.Language = language
	}
	return w
}
