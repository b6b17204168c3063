package templates

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

// traditional has the words of Taiwan, which Hong Kong and Macau read as well.
var traditional = Words{
	Language: "zh-Hant",

	Skip: "跳到正文", Home: "首頁", Stories: "報導", By: "作者：", And: "、",
	Published: "發布於", Updated: "更新於", Draft: "草稿", Contents: "本文內容",
	Corrections: "更正", Update: "更新", Correction: "更正", SourceRevision: "來源修訂", Was: "原為：%s。", Now: "現為：%s。",
	Sources: "資料來源", Tags: "主題", Links: "連結", Licence: "授權：",
	Built:  "由 Plotline 根據 Markdown 與 CSV 產生",
	Charts: "圖表一覽", More: "更多報導", Pages: "關於本站", NoStories: "還沒有報導。",
	Sections: "欄目", Page: "第 %d 頁", PageOf: "第 %d 頁，共 %d 頁", OtherPages: "翻頁", Newer: "較新的報導", Older: "較早的報導",
	AlsoIn:       "其他語言：",
	NotFound:     "找不到這個頁面",
	NotFoundText: "頁面可能已經移動，或者網址有誤。所有報導都在首頁。",
	BackHome:     "回到首頁",
	Moved:        "頁面已經移動",
	MovedTo:      "前往新的網址",

	Numbers: "本文數字的依據", NumbersHelp: "每個數字都在產生本頁時與資料核對過。",
	Why: "數字依據：%s", Calculated: "計算：", MoreRow: "另有 1 列", MoreRows: "另有 %d 列", AllNumbers: "全部數字", Close: "關閉",

	Notes: "註釋", BackToText: "回到正文，註釋 ", Table: "表格",

	Source: "來源", Note: "註", Data: "資料", Download: "下載 CSV", Figure: "圖 %d", ChartOf: "圖表：",
	FromStory: "出自：", Reuse: "使用這張圖表",
	Picture: "圖片（PNG）", SharpPicture: "高解析度圖片（PNG）", Drawing: "向量圖（SVG）", DataFile: "資料（CSV）", Facts: "圖表資訊（JSON）",
	Fragment: "可貼上的 HTML", LiveFragment: "可貼上的 HTML（互動）",
	PasteFrame: "嵌入框架，適用於多數網站", PasteElement: "網頁元件，適用於不接受框架的頁面",
	PasteImage: "圖片，適用於郵件和電子報", PasteMarkdown: "Markdown 圖片",
	Copy: "複製", Copied: "已複製", GetChart: "取得圖表",
	LivePoints: "互動圖表", LiveHelp: "用方向鍵逐一查看數值。",
	Colon: "：", Comma: "，", Semicolon: "；",
}
