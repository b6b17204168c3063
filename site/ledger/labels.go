package ledger

import (
	"fmt"
	"strings"

	"plotline/data"
)

// labels are the words of a sheet.
type labels struct {
	Sheet, Checked, By, Date, Words, Value, Sentence, Where, How, Cells, Source, Address, Place, ID   string
	Row, Count, More, Still, Unchecked, Changed, Colon, Comma, And, In, Brackets, Empty, Instructions string

	places map[string]string // where a number stands; what is missing is said in English
}

var english = labels{Sheet: "Fact sheet", Checked: "checked", By: "checked by", Date: "date", Words: "words", Value: "value", Sentence: "sentence", Where: "where", How: "how", Cells: "cells",
	Source: "source", Address: "address", Place: "place", ID: "id",
	Row: "row %d", Count: "%d of %d numbers signed off", More: "and %d more", Still: "checked", Unchecked: "not checked yet", Changed: "Last changed ", Colon: ": ", Comma: ", ", And: ", ",
	In: "%[2]s of %[1]s", Brackets: "%s (%s)", Empty: "The story displays no number that is bound to data.", Instructions: "Tick what the source says too. A sign-off holds until the sentence or the value is edited."}

var chinese = labels{Sheet: "核查单", Checked: "已核对", By: "核对人", Date: "日期", Words: "文字", Value: "数值", Sentence: "句子", Where: "位置", How: "算法", Cells: "单元格",
	Source: "来源", Address: "网址", Place: "文件", ID: "编号",
	Row: "第 %d 行", Count: "%[2]d 个数字中已核对 %[1]d 个", More: "另有 %d 个", Still: "已核对", Unchecked: "尚未核对", Changed: "最后修改：", Colon: "：", Comma: "，", And: "、",
	In: "图表 %s 的%s", Brackets: "%s（%s）", Empty: "本文没有与数据绑定的数字。", Instructions: "与来源一致时打勾。句子或数值一经修改，核对即失效。",
	places: map[string]string{"prose": "正文", "title": "标题", "subtitle": "副标题", "description": "摘要", "correction": "更正", "chart title": "标题", "chart subtitle": "副标题",
		"chart note": "注释", "chart alt": "替代文字", "chart annotation": "标注", "chart number": "数字"}}

var traditional = labels{Sheet: "查核單", Checked: "已查核", By: "查核人", Date: "日期", Words: "文字", Value: "數值", Sentence: "句子", Where: "位置", How: "算法", Cells: "儲存格",
	Source: "來源", Address: "網址", Place: "檔案", ID: "編號",
	Row: "第 %d 列", Count: "%[2]d 個數字中已查核 %[1]d 個", More: "另有 %d 個", Still: "已查核", Unchecked: "尚未查核", Changed: "最後修改：", Colon: "：", Comma: "，", And: "、",
	In: "圖表 %s 的%s", Brackets: "%s（%s）", Empty: "本文沒有與資料綁定的數字。", Instructions: "與來源一致時打勾。句子或數值一經修改，查核即失效。",
	places: map[string]string{"prose": "內文", "title": "標題", "subtitle": "副標題", "description": "摘要", "correction": "更正", "chart title": "標題", "chart subtitle": "副標題",
		"chart note": "註釋", "chart alt": "替代文字", "chart annotation": "標註", "chart number": "數字"}}

func labelsFor(language string) labels {
	switch tag := strings.ToLower(language) + "-"; {
	case strings.HasPrefix(tag, "zh-hant-"), strings.HasPrefix(tag, "zh-tw-"), strings.HasPrefix(tag, "zh-hk-"), strings.HasPrefix(tag, "zh-mo-"):
		return traditional
	case strings.HasPrefix(tag, "zh-"):
		return chinese
	}
	return english
}

// place says where a number stands: "prose", "chart title of growth".
func (l labels) place(where string) string {
	name, chart, inside := strings.Cut(where, " of ")
	if said, ok := l.places[name]; ok {
		name = said
	}
	if inside {
		return fmt.Sprintf(l.In, chart, name)
	}
	return name
}

// source is a source in one line.
func (l labels) source(s Source) string {
	if s.Title == "" || s.Publisher == "" {
		return s.Title + s.Publisher
	}
	return s.Title + l.Comma + s.Publisher
}

// column finds a column of a sheet by its name in English, in whatever language the sheet is.
func column(t *data.Table, name string) *data.Column {
	for _, l := range []labels{english, chinese, traditional} {
		own := map[string]string{"id": l.ID, "checked": l.Checked, "checked by": l.By, "date": l.Date}[name]
		for _, c := range t.Columns {
			if strings.ToLower(plain(c.Name)) == own {
				return c
			}
		}
	}
	return nil
}
