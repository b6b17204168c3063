// Writes ../table.json, the one table behind data/format and its browser twin,
// and ../testdata/intl.json, what Intl itself prints, for a test to compare.
//
//	node data/format/generate/generate.mjs
//
// Source: the Unicode CLDR data inside Node's full ICU (Intl.NumberFormat and
// Intl.DateTimeFormat); the versions stand in the table. What Intl cannot say
// (quarters) or what a newspaper says differently is written below with its
// reason. The result is committed: readers' builds never depend on their Node.
import { writeFileSync } from "node:fs"

const languages = ("en en-US en-GB zh-Hans zh-Hant ja ko de fr es it pt pt-PT nl pl cs sv da nb " +
  "fi ru uk tr el hu ro ar he vi id").split(" ")

// Tags that mean one of the languages but do not begin with it.
const alias = {
  zh: "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant",
  no: "nb", nn: "nb", iw: "he", in: "id",
}

// CLDR 48 availableFormats yQQQ with the abbreviated quarters (yQQQQ in Japanese,
// where yQQQ is 2021/Q3; T3 de in pt-PT, whose yQQQ spells the word out). %q is
// the number of the quarter, %r its ordinal, %y the year; the second form is the
// quarter alone.
const quarters = {
  en: ["Q%q %y", "Q%q"], "en-US": ["Q%q %y", "Q%q"], "en-GB": ["Q%q %y", "Q%q"],
  "zh-Hans": ["%y年第%q季度", "%q季度"], "zh-Hant": ["%y年第%q季", "第%q季"],
  ja: ["%y年第%q四半期", "第%q四半期"], ko: ["%y년 %q분기", "%q분기"],
  de: ["Q%q %y", "Q%q"], fr: ["T%q %y", "T%q"], es: ["T%q %y", "T%q"], it: ["T%q %y", "T%q"],
  pt: ["T%q de %y", "T%q"], "pt-PT": ["T%q de %y", "T%q"], nl: ["K%q %y", "K%q"],
  pl: ["%r kw. %y", "%r kw."], cs: ["Q%q %y", "Q%q"], sv: ["K%q %y", "K%q"],
  da: ["%q. kvt. %y", "%q. kvt."], nb: ["K%q %y", "K%q"], fi: ["%q. nelj. %y", "%q. nelj."],
  ru: ["%q-й кв. %y г.", "%q-й кв."], uk: ["%q-й кв. %y р.", "%q-й кв."], tr: ["%y Ç%q", "Ç%q"],
  el: ["Τ%q %y", "Τ%q"], hu: ["%y. %r. n.év", "%r. n.év"], ro: ["trim. %r %y", "trim. %r"],
  ar: ["الربع %r %y", "الربع %r"], he: ["Q%q %y", "Q%q"],
  vi: ["Q%q %y", "Q%q"], id: ["K%q %y", "K%q"],
}

const roman = "I|II|III|IV"
const ordinals = { pl: roman, hu: roman, ro: roman, ar: "الأول|الثاني|الثالث|الرابع" }

// Myriad languages count in ten thousands: their own words, not translations
// of thousand and million. From Intl compact notation at 1e4, 1e8 and 1e12.
const myriad = new Set(["zh-Hans", "zh-Hant", "ja", "ko"])

// Where CLDR has no abbreviation for a scale it changes the scale instead
// (German 12.300, Spanish 1230 M), which a fixed scale cannot do.
const shortOverride = { de: { 0: "\u00a0Tsd." }, es: { 2: "\u00a0mil\u00a0M" } }

// Plain en is newspaper English: k, m, bn and day before month, as en-GB;
// en-US keeps the American forms.
const source = lang => lang === "en" ? "en-GB" : lang === "ar" ? "ar-u-nu-latn" : lang

const minus = text => text.replace("-", "−") // U+2212: the sign as wide as the digits

function pattern(format, value, symbol) {
  let out = "", seen = false
  for (const { type, value: text } of format.formatToParts(value)) {
    if (["integer", "group", "decimal", "fraction"].includes(type)) {
      if (!seen) out += "0"
      seen = true
    } else if (type === "currency") out += symbol
    else if (type === "minusSign") out += minus(text)
    else out += text
  }
  return out
}

function suffix(tag, value) {
  const format = new Intl.NumberFormat(tag, { notation: "compact", maximumFractionDigits: 1 })
  return pattern(format, value, "").replace(/^0/, "")
}

function numbers(lang) {
  const tag = source(lang)
  const plain = new Intl.NumberFormat(tag)
  const part = (value, type) => plain.formatToParts(value).find(p => p.type === type)?.value
  const percent = new Intl.NumberFormat(tag, { style: "percent" })
  const dollars = new Intl.NumberFormat(tag, { style: "currency", currency: "USD", minimumFractionDigits: 0 })
  const row = {
    decimal: part(1.5, "decimal"),
    group: part(123456, "group"),
    minGroup: part(1234, "group") === undefined ? 2 : 1,
    minus: pattern(plain, -5, "").replace("0", ""), // with its mark of direction
    percent: [pattern(percent, 0.5, ""), pattern(percent, -0.5, "")],
    money: [pattern(dollars, 5, "¤"), pattern(dollars, -5, "¤")],
  }
  if (myriad.has(lang)) {
    row.myriad = [1.2e4, 1.2e8, 1.2e12].map(v => suffix(tag, v))
  } else {
    row.short = [12.3e3, 1.2e6, 1.2e9].map((v, i) => shortOverride[lang]?.[i] ?? suffix(tag, v))
  }
  // In Japanese ¥ is the yen; CLDR's own symbol for the Chinese currency there is 元, said behind the number.
  if (lang === "ja") row.yuan = ["0元", "−0元"]
  return row
}

// Dates keep their months in lists, because many languages decline the name
// beside a day (květen, 7. května). A pattern says %d, %y and %0 %1 ... for
// the month out of list 0, 1 ...
function dates(lang) {
  const tag = source(lang), lists = []
  const make = options => {
    const format = new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options })
    const names = []
    let text = ""
    for (let month = 0; month < 12; month++) {
      text = ""
      for (const { type, value } of format.formatToParts(new Date(Date.UTC(2021, month, 7)))) {
        if (type === "day") text += "%d"
        else if (type === "year") text += "%y"
        else if (type === "month") { names.push(value); text += "%#" }
        else text += value
      }
    }
    const joined = names.join("|")
    if (!lists.includes(joined)) lists.push(joined)
    return text.replace("%#", "%" + lists.indexOf(joined))
  }
  const day = "numeric", year = "numeric"
  const row = {
    date: make({ dateStyle: "long" }),
    dateShort: make({ year, month: "short", day }),
    day: make({ month: "short", day }),
    month: make({ year, month: "long" }),
    monthShort: make({ year, month: "short" }),
    mon: make({ month: "short" }),
    quarter: quarters[lang][0],
    q: quarters[lang][1],
  }
  if (ordinals[lang]) row.ordinals = ordinals[lang]
  row.months = lists
  return row
}

const table = {
  sources: `Unicode CLDR ${process.versions.cldr} through ICU ${process.versions.icu} (Node Intl); quarters from CLDR availableFormats`,
  alias,
  languages: Object.fromEntries(languages.map(lang => [lang.toLowerCase(), { ...numbers(lang), ...dates(lang) }])),
}

// One language to a line, so that a CLDR change reads as a diff.
const lines = Object.entries(table.languages).map(([key, row]) => `    ${JSON.stringify(key)}: ${JSON.stringify(row)}`)
const visible = text => text.replace(/[\u00a0\u200e\u200f\u202f]/g, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"))
const text = `{\n  "sources": ${JSON.stringify(table.sources)},\n  "alias": ${JSON.stringify(table.alias)},\n  "languages": {\n${lines.join(",\n")}\n  }\n}\n`
writeFileSync(new URL("../table.json", import.meta.url), visible(text))

const digits = (tag, options) => new Intl.NumberFormat(tag, options)
const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
const printed = languages.map(lang => {
  const tag = source(lang), rows = {}
  const codes = {
    num0: digits(tag, { maximumFractionDigits: 0 }),
    num2: digits(tag, two),
    pct0: digits(tag, { style: "percent" }),
    eur2: digits(tag, { style: "currency", currency: "EUR", currencyDisplay: "narrowSymbol", ...two }),
  }
  for (const [code, format] of Object.entries(codes)) {
    rows[code] = [0, 2.5, -2.5, 1.005, 999.995, 1234.5, -12345.678, 9876543210.125].map(v => minus(format.format(v)))
  }
  return `  ${JSON.stringify(lang)}: ${JSON.stringify(rows)}`
})
writeFileSync(new URL("../testdata/intl.json", import.meta.url), visible(`{\n${printed.join(",\n")}\n}\n`))
