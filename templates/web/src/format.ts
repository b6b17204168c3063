// The browser's twin of data/format (Go): the same code, language and value print the same text.
// Both read one table; a test in data/format runs thousands of values through both. Change neither
// alone. Numbers are rounded half away from zero on their shortest decimal digits, never in binary.
import { alias as aliases, languages as rows } from "../../../data/format/table.json"

interface Language {
  decimal: string; group: string; minGroup: number; minus: string
  percent: string[]; money: string[]; short?: string[]; myriad?: string[]; yuan?: string[]
  date: string; dateShort: string; day: string; month: string; monthShort: string; mon: string
  quarter: string; q: string; ordinals?: string; months: string[]
}

// A number as 0.digits times ten to the power of point; zero has no digits.
interface Decimal { negative: boolean; digits: string; point: number }

const languages: { [key: string]: Language } = rows
const alias: { [key: string]: string } = aliases
const signs: { [code: string]: string } = { usd: "$", cny: "¥", eur: "€", gbp: "£" }
const family = /^(num|pct|mult|usd|cny|eur|gbp)(\d)([kmb]?)(!?)$/
const pattern = /^("[^"]*" ?|'[^']*' ?)?(#,##0|0)(\.(0*)(#*))?(%!?)?( ?"[^"]*"| ?'[^']*')?$/

// The styles of date codes: quarter, month, day.
const styles: { [code: string]: (keyof Language)[] } = {
  date: ["quarter", "month", "date"],
  month: ["quarter", "month", "month"],
  "date-short": ["quarter", "monthShort", "dateShort"],
  "month-short": ["quarter", "monthShort", "monthShort"],
  day: ["q", "mon", "day"],
  mon: ["q", "mon", "mon"],
  quarter: ["quarter", "quarter", "quarter"],
  q: ["q", "q", "q"],
  year: [],
}

const has = (object: object, key: string) => Object.prototype.hasOwnProperty.call(object, key)

/** Prints a number, or for date codes an ISO date, as the reader's language does. Codes come from
 * data/format, which has checked them; one of no family throws. A text that is no date comes back as
 * it is, NaN and infinity as "". */
export function format(code: string, lang: string, value: number | string): string {
  const l = find(lang)
  if (typeof value === "string") return isoDate(l, code, value)
  if (!isFinite(value)) return ""
  let d = shortest(value)
  if (code === "id") return plain(d, "-")
  if (has(styles, code)) {
    if (value && Math.abs(value) <= 9999) return plain(d, l.minus)
    return Math.abs(value) > 8.64e15 ? "" : isoDate(l, code, isoDay(value))
  }
  let m = family.exec(code), prefix = "", suffix = "", symbol = "", grouped = true
  let min = 0, max = 0, scale = 0, kind = "num", points = false
  if (m) {
    min = max = +m[2]
    scale = 3 * ("kmb".indexOf(m[3]) + m[3].length)
    kind = m[1]
    points = !!m[4]
    symbol = signs[kind]
  } else {
    m = pattern.exec(code)
    if (!m) throw Error("unknown format " + code)
    prefix = unquote(m[1])
    grouped = m[2] !== "0"
    min = (m[4] || "").length
    max = min + (m[5] || "").length
    if (m[6]) kind = "pct"
    points = m[6] === "%!"
    suffix = unquote(m[7])
  }
  if (kind === "pct" && !points && d.digits) d.point += 2
  const set = (n: number, least: number) => group(l, d = round(d, n), least, grouped)
  let text = ""
  if (!scale) text = set(max, min)
  else if (!d.digits) text = "0"
  else if (l.myriad) {
    const whole = d
    for (let step = 0; ; step++) {
      d = { negative: whole.negative, digits: whole.digits, point: whole.point - 4 * step }
      text = set(Math.max(0, 4 * step - scale + max), 0)
      if (step) text += l.myriad[step - 1]
      if (d.point <= 4 || step === l.myriad.length) break
    }
  } else {
    d.point -= scale
    text = set(max, min) + l.short![scale / 3 - 1]
  }
  let patterns = ["0", l.minus + "0"]
  if (kind === "pct") patterns = l.percent
  if (symbol) patterns = (kind === "cny" && l.yuan) || l.money
  if (kind === "mult") text += "×"
  const dressed = patterns[d.negative && d.digits ? 1 : 0]
  return prefix + dressed.replace(/[0¤]/g, c => c === "0" ? text : symbol) + suffix
}

function find(tag: string): Language {
  tag = tag.toLowerCase().replace(/_/g, "-")
  while (tag) {
    if (has(alias, tag)) tag = alias[tag]
    if (has(languages, tag)) return languages[tag]
    tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))
  }
  return languages.en
}

function unquote(literal: string | undefined): string {
  return literal ? literal.split(literal.trim()[0]).join("") : ""
}

function shortest(v: number): Decimal {
  const [mantissa, exponent] = v.toExponential().split("e")
  const digits = mantissa.replace(/[-.]/g, "").replace(/0+$/, "")
  return { negative: v < 0, digits, point: digits ? +exponent + 1 : 0 }
}

function round(d: Decimal, fraction: number): Decimal {
  const keep = d.point + fraction, zero = { negative: d.negative, digits: "", point: 0 }
  if (keep >= d.digits.length) return d
  if (keep < 0) return zero
  let kept = ("0" + d.digits.slice(0, keep)).split(""), up = d.digits[keep] >= "5"
  for (let i = keep; up && i >= 0; i--) {
    up = kept[i] === "9"
    kept[i] = up ? "0" : String(+kept[i] + 1)
  }
  const more = kept[0] !== "0"
  const digits = kept.join("").slice(more ? 0 : 1).replace(/0+$/, "")
  return digits ? { negative: d.negative, digits, point: d.point + (more ? 1 : 0) } : zero
}

function parts({ digits, point }: Decimal): string[] {
  if (point <= 0) return ["0", digits && "0".repeat(-point) + digits]
  return [digits.slice(0, point) + "0".repeat(Math.max(0, point - digits.length)), digits.slice(point)]
}

function plain(d: Decimal, minus: string): string {
  const [whole, fraction] = parts(d)
  return (d.negative ? minus : "") + whole + (fraction && "." + fraction)
}

function group(l: Language, d: Decimal, min: number, grouped: boolean): string {
  let [whole, fraction] = parts(d)
  if (grouped && whole.length >= 3 + l.minGroup) whole = whole.replace(/\B(?=(\d{3})+$)/g, l.group)
  fraction += "0".repeat(Math.max(0, min - fraction.length))
  return whole + (fraction && l.decimal + fraction)
}

// The ISO day of milliseconds since 1970 in UTC, "" beyond the four-digit years.
function isoDay(ms: number): string {
  const iso = new Date(Math.floor(ms)).toISOString()
  return iso[0] === "+" || iso[0] === "-" ? "" : iso.slice(0, 10)
}

function isoDate(l: Language, code: string, iso: string): string {
  const m = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(iso)
  if (!m) return iso
  const month = +(m[3] || 0), quarter = +(m[2] || Math.floor((month + 2) / 3))
  const style = has(styles, code) ? styles[code] : styles.date
  if (!quarter || !style.length) return m[1]
  return (l[style[m[4] ? 2 : month ? 1 : 0]] as string).replace(/%(.)/g, (_, c) =>
    c === "d" ? String(+m[4]) :
    c === "y" ? m[1] :
    c === "q" ? String(quarter) :
    c === "r" ? l.ordinals!.split("|")[quarter - 1] :
    l.months[c].split("|")[month - 1])
}
