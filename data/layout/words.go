package layout

import (
	"regexp"
	"sync"
)

// lazily compiles a long expression when it is first asked for: most commands never are.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// unitWords matches what stands in a row of units, and the 14n of a row of formats.
var unitWords = lazily(`(?i)^([(\[].{1,30}[)\]]|%|％|‰|percent|per cent|prozent|pct|in %|number|no\.|anzahl|nombre|aantal|antal|antall|número|numero|liczba|count|persons|people|personen|personas|pessoas|units?|years?|jahre|` +
	`k?m[²2³3]?|cm|mm|ha|kg|g|mg|t|l|ml|kt|mt|kwh|mwh|gwh|twh|kw|mw|gw|°c|°f|h|hours|min|s|seconds|days|\d{1,3}[sdn]|10{0,6} ?(l|liter|litres?|kg|t|ha|km|kwh|mwh)|tsd\.?|tausend|thousands?|1000|1,000|'000|000s|in 1 ?000|` +
	`€|\$|£|¥|us\$|eur|euro?s?|usd|gbp|cny|chf|rmb|(mio|mrd)\.? ?(€|eur|euro)?|(million|billion|thousand)s?( .{1,12})?|(€|\$|£|eur|usd) ?(m|bn|k|million|billion|thousand|mio\.?)|` +
	`人|万人|元|万元|亿元|亿美元|万美元|个|家|吨|万吨|公里|平方公里|公顷|户|件|項|円|百万円|千人|千円|명|원|백만원|.{1,12}/.{1,8})$`)

// noteHeadings matches what stands above notes.
var noteHeadings = lazily(`(?i)^((foot)?notes?|legend|key|symbols|anmerkungen|hinweise|fußnoten|legende|zeichenerklärung|notas?|leyenda|note|remarques|légende|uwagi|примечани[ея]|注释?|註|备注|備考|주) ?[:：]?$`)

// footnotes matches the beginning of lines below a table.
var footnotes = lazily(`(?i)^(sources?\b|notes?\b|nb\b|footnotes?\b|quellen?\b|anmerkung|hinweis|fußnote|remarques?\b|fuentes?\b|notas?\b|font[ei]s?\b|bron\b|kilder?\b|källa|źródło|uwag|zdroj|forrás|источник|примечани|注|註|资料来源|資料來源|数据来源|来源|來源|備考|出典|说明|說明|자료|주[:)]|copyright|©|\(c\) |https?://|www\.|last updated|updated|stand:|generated|downloaded|exported|\*|†|#|\d{1,2}\)|\(\d{1,2}\)|\[\d{1,2}\]|\(?\d+ rows? ?(\)|affected|selected|returned|in set)|\(?\d+ 行|[¹²³⁴⁵]|[a-e]\) |(_{3,}|={3,}|-{5,})$)`)
