package calc

import "strings"

// phrases are the words of one language. Operators keep the space that the language wants around them.
type phrases struct {
	aggs        map[string]string // %s is the column
	where       string            // between what is taken and the condition
	operators   map[string]string
	comma       string
	open, close string // quotes
}

var english = phrases{
	aggs: map[string]string{"sum": "sum of %s", "mean": "average of %s", "median": "median of %s", "min": "lowest of %s", "max": "highest of %s",
		"count": "count of %s", "first": "first of %s", "last": "last of %s"},
	where: ", where ",
	operators: map[string]string{"==": " is ", "!=": " is not ", ">": " is more than ", ">=": " is at least ", "<": " is less than ", "<=": " is at most ",
		"&&": " and ", "and": " and ", "||": " or ", "or": " or ", "in": " is one of ", "contains": " contains ", "startsWith": " begins with ", "endsWith": " ends with "},
	comma: ", ", open: "“", close: "”",
}

var simplified = phrases{
	aggs: map[string]string{"sum": "%s 合计", "mean": "%s 平均值", "median": "%s 中位数", "min": "%s 最小值", "max": "%s 最大值",
		"count": "%s 计数", "first": "%s 首个值", "last": "%s 末个值"},
	where: "，条件：",
	operators: map[string]string{"==": " 为 ", "!=": " 不为 ", ">": " 大于 ", ">=": " 不小于 ", "<": " 小于 ", "<=": " 不大于 ",
		"&&": "，且 ", "and": "，且 ", "||": "，或 ", "or": "，或 ", "in": " 属于 ", "contains": " 包含 ", "startsWith": " 开头为 ", "endsWith": " 结尾为 "},
	comma: "、", open: "“", close: "”",
}

var traditional = phrases{
	aggs: map[string]string{"sum": "%s 合計", "mean": "%s 平均值", "median": "%s 中位數", "min": "%s 最小值", "max": "%s 最大值",
		"count": "%s 計數", "first": "%s 首個值", "last": "%s 末個值"},
	where: "，條件：",
	operators: map[string]string{"==": " 為 ", "!=": " 不為 ", ">": " 大於 ", ">=": " 不小於 ", "<": " 小於 ", "<=": " 不大於 ",
		"&&": "，且 ", "and": "，且 ", "||": "，或 ", "or": "，或 ", "in": " 屬於 ", "contains": " 包含 ", "startsWith": " 開頭為 ", "endsWith": " 結尾為 "},
	comma: "、", open: "「", close: "」",
}

// signs are operators that German, French and Spanish sentences would put their verbs around.
func signs(and, or, in, contains, begins, ends string) map[string]string {
	return map[string]string{"==": " = ", "!=": " ≠ ", ">": " > ", ">=": " ≥ ", "<": " < ", "<=": " ≤ ",
		"&&": and, "and": and, "||": or, "or": or, "in": in, "contains": contains, "startsWith": begins, "endsWith": ends}
}

var german = phrases{
	aggs: map[string]string{"sum": "Summe von %s", "mean": "Mittelwert von %s", "median": "Median von %s", "min": "kleinster Wert von %s", "max": "größter Wert von %s",
		"count": "Anzahl von %s", "first": "erster Wert von %s", "last": "letzter Wert von %s"},
	where:     ", für ",
	operators: signs(" und ", " oder ", " aus ", " enthält ", " beginnt mit ", " endet mit "),
	comma:     ", ", open: "„", close: "“",
}

var french = phrases{
	aggs: map[string]string{"sum": "somme de %s", "mean": "moyenne de %s", "median": "médiane de %s", "min": "minimum de %s", "max": "maximum de %s",
		"count": "nombre de %s", "first": "première valeur de %s", "last": "dernière valeur de %s"},
	where:     ", pour ",
	operators: signs(" et ", " ou ", " parmi ", " contient ", " commence par ", " finit par "),
	comma:     ", ", open: "«\u00a0", close: "\u00a0»",
}

var spanish = phrases{
	aggs: map[string]string{"sum": "suma de %s", "mean": "media de %s", "median": "mediana de %s", "min": "mínimo de %s", "max": "máximo de %s",
		"count": "número de %s", "first": "primer valor de %s", "last": "último valor de %s"},
	where:     ", para ",
	operators: signs(" y ", " o ", " entre ", " contiene ", " empieza por ", " termina en "),
	comma:     ", ", open: "«", close: "»",
}

// phrasesFor returns the words of a language tag; English where it has none.
func phrasesFor(tag string) *phrases {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	within := func(of string) bool { return tag == of || strings.HasPrefix(tag, of+"-") }
	switch {
	case within("zh-hant"), within("zh-tw"), within("zh-hk"), within("zh-mo"):
		return &traditional
	case within("zh"):
		return &simplified
	case within("de"):
		return &german
	case within("fr"):
		return &french
	case within("es"):
		return &spanish
	}
	return &english
}
