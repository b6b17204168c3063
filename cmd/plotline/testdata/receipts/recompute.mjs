// Reads every claims.json below a folder and works each figure out again: cells from the published CSV,
// formulas with an evaluator of its own. It shares no code with Plotline. Fractions are exact.
// node recompute.mjs FOLDER   exits 1 when anything differs, and says how much it looked at.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, dirname } from 'node:path'

const abs = n => (n < 0n ? -n : n)
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return abs(a) }
const frac = (n, d = 1n) => { const g = gcd(n, d) || 1n, s = d < 0n ? -1n : 1n; return { n: (s * n) / g, d: (s * d) / g } }
const zero = frac(0n)
const plus = (a, b) => frac(a.n * b.d + b.n * a.d, a.d * b.d)
const minus = a => frac(-a.n, a.d)
const times = (a, b) => frac(a.n * b.n, a.d * b.d)
const inverse = a => frac(a.d, a.n)
const order = (a, b) => { const c = a.n * b.d - b.n * a.d; return c < 0n ? -1 : c > 0n ? 1 : 0 }
const approx = a => Number(a.n) / Number(a.d)

function decimal(s) {
  const m = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(s)
  if (!m || !(m[2] || m[3])) throw new Error(`${s} is no decimal`)
  let out = frac(BigInt((m[2] || '') + (m[3] || '')), 10n ** BigInt((m[3] || '').length))
  const e = BigInt(m[4] ?? 0)
  out = times(out, e < 0n ? frac(1n, 10n ** -e) : frac(10n ** e))
  return m[1] === '-' ? minus(out) : out
}

// to so many digits, half away from zero
function round(a, digits) {
  const scale = digits >= 0 ? frac(10n ** BigInt(digits)) : frac(1n, 10n ** BigInt(-digits))
  const x = times(a, scale)
  return times(frac((x.n < 0n ? -1n : 1n) * ((2n * abs(x.n) + x.d) / (2n * x.d))), inverse(scale))
}

// Numbers with limits: p is the number as printed, lo and hi are {v, open}, v null without an end.
const exact = v => ({ p: v, lo: { v, open: false }, hi: { v, open: false } })
const isExact = x => x.lo.v && x.hi.v && order(x.lo.v, x.hi.v) === 0
function bounded(v, bound) {
  const none = { v: null, open: true }
  switch (bound) {
    case 'more-than': return { p: v, lo: { v, open: true }, hi: none }
    case 'at-least': return { p: v, lo: { v, open: false }, hi: none }
    case 'less-than': case 'fewer-than': return { p: v, lo: none, hi: { v, open: true } }
    case 'at-most': case 'up-to': return { p: v, lo: none, hi: { v, open: false } }
  }
  return exact(v)
}
const both = (f, x, y) => (x.v && y.v ? { v: f(x.v, y.v), open: x.open || y.open } : { v: null, open: true })
const add = (a, b) => ({ p: plus(a.p, b.p), lo: both(plus, a.lo, b.lo), hi: both(plus, a.hi, b.hi) })
const turn = e => (e.v ? { v: minus(e.v), open: e.open } : e)
const neg = a => ({ p: minus(a.p), lo: turn(a.hi), hi: turn(a.lo) })

// points of the extended line: v null means infinite, s its sign
const line = x => [{ v: x.lo.v, s: -1, open: x.lo.open }, { v: x.hi.v, s: 1, open: x.hi.open }]
const signOf = e => (e.v ? (e.v.n < 0n ? -1 : e.v.n > 0n ? 1 : 0) : e.s)
function product(x, y) {
  if (!signOf(x) || !signOf(y)) {
    const open = signOf(x) ? y.open : signOf(y) ? x.open : x.open && y.open
    return { v: zero, s: 0, open }
  }
  if (!x.v || !y.v) return { v: null, s: signOf(x) * signOf(y), open: true }
  return { v: times(x.v, y.v), s: 0, open: x.open || y.open }
}
const rank = (a, b) => (a.v && b.v ? order(a.v, b.v) : (a.v ? 0 : a.s) - (b.v ? 0 : b.s))
function span(p, list) {
  let lo = list[0], hi = list[0]
  for (const e of list) {
    if (rank(e, lo) < 0 || (rank(e, lo) === 0 && !e.open)) lo = e
    if (rank(e, hi) > 0 || (rank(e, hi) === 0 && !e.open)) hi = e
  }
  return { p, lo: { v: lo.v, open: lo.open }, hi: { v: hi.v, open: hi.open } }
}
const mul = (a, b) => span(times(a.p, b.p), line(a).flatMap(x => line(b).map(y => product(x, y))))
function div(a, b) {
  const s = b.p.n < 0n ? -1 : 1
  const turned = line(b).map(e => (!e.v ? { v: zero, s: 0, open: true } : e.v.n === 0n ? { v: null, s, open: true } : { v: inverse(e.v), s: 0, open: e.open }))
  return mul(a, span(inverse(b.p), turned))
}
function power(a, b) {
  const e = b.p
  if (e.d === 1n && e.n >= 0n && e.n <= 64n) {
    let out = exact(frac(1n))
    for (let i = 0n; i < e.n; i++) out = mul(out, a)
    return out
  }
  const raise = v => decimal((approx(v) ** approx(e)).toExponential(16))
  if (!isExact(a)) throw new Error('a root of a bound is not worked out here')
  return { ...exact(raise(a.p)), rough: true }
}
const known = x => { if (!isExact(x)) throw new Error('abs, min and max of a bound are not worked out here'); return x }
const calls = {
  abs: a => (known(a).p.n < 0n ? neg(a) : a),
  round: (a, d = exact(zero)) => { const r = v => round(v, Number(d.p.n)); const e = x => ({ v: x.v && r(x.v), open: x.v ? false : true }); return { p: r(a.p), lo: e(a.lo), hi: e(a.hi) } },
  min: (...l) => l.reduce((a, b) => (order(known(b).p, known(a).p) < 0 ? b : a)),
  max: (...l) => l.reduce((a, b) => (order(known(b).p, known(a).p) > 0 ? b : a)),
}

// A parser by precedence: + - below * / below the sign below **, which leans right.
function evaluate(text, figure) {
  const tokens = text.match(/\*\*|[-+*/^(),]|\p{L}[\p{L}\p{N}_]*|[\d_]*\.?[\d_]+(?:[eE][+-]?\d+)?/gu) ?? []
  if (tokens.join('') !== text.replace(/\s/g, '')) throw new Error(`cannot read ${text}`)
  let at = 0
  let rough = false
  const take = t => (tokens[at] === t ? (at++, true) : false)
  const need = t => { if (!take(t)) throw new Error(`${t} is missing in ${text}`) }
  const sum = () => { let a = product_(); for (;;) { if (take('+')) a = add(a, product_()); else if (take('-')) a = add(a, neg(product_())); else return a } }
  const product_ = () => { let a = signed(); for (;;) { if (take('*')) a = mul(a, signed()); else if (take('/')) a = div(a, signed()); else return a } }
  const signed = () => (take('-') ? neg(signed()) : take('+') ? signed() : raised())
  const raised = () => { const a = atom(); if (!take('**') && !take('^')) return a; const r = power(a, signed()); rough ||= r.rough; return r }
  const atom = () => {
    if (take('(')) { const a = sum(); need(')'); return a }
    const t = tokens[at++]
    if (/^[\d.]/.test(t)) return exact(decimal(t.replaceAll('_', '')))
    if (take('(')) { const args = [sum()]; while (take(',')) args.push(sum()); need(')'); return calls[t](...args) }
    const f = figure(t); rough ||= f.rough; return f
  }
  const out = sum()
  if (at !== tokens.length) throw new Error(`${text} goes on`)
  return { ...out, rough }
}

function rowsOf(csv) {
  const rows = [[]]
  let i = 0
  while (i < csv.length) {
    let cell = ''
    if (csv[i] === '"') {
      for (i++; csv[i] !== '"' || csv[i + 1] === '"'; i++) { if (csv[i] === '"') i++; cell += csv[i] }
      i++
    } else while (i < csv.length && csv[i] !== ',' && csv[i] !== '\n') cell += csv[i++]
    rows.at(-1).push(cell.replace(/^'(?=[=+@\t\r-])/, '')) // an apostrophe in front keeps spreadsheets from running it
    if (csv[i++] === '\n' && i < csv.length) rows.push([])
  }
  return rows
}

// A number as people write it: the last mark is decimal unless three digits follow it and it stands more than once or is a comma.
function number(cell) {
  const t = cell.replace(/[\s\u00a0\u202f%$€£¥]/g, '').replace('−', '-')
  const marks = t.match(/[.,]/g) ?? []
  const last = marks.at(-1)
  if (!last) return decimal(t)
  const grouped = marks.every(m => m === last) && (marks.length > 1 || (last === ',' && /,\d{3}$/.test(t)))
  const other = last === '.' ? ',' : '.'
  return decimal(grouped ? t.replaceAll(last, '') : t.replaceAll(other, '').replace(last, '.'))
}

function together(agg, cells) {
  const some = cells.filter(c => c !== '')
  if (agg === 'count') return frac(BigInt(some.length))
  const all = some.map(number)
  if (agg === 'only' && cells.length !== 1) throw new Error(`only, but ${cells.length} rows`)
  switch (agg) {
    case 'only': case 'first': return all[0]
    case 'last': return all.at(-1)
    case 'min': return all.reduce((a, b) => (order(b, a) < 0 ? b : a))
    case 'max': return all.reduce((a, b) => (order(b, a) > 0 ? b : a))
    case 'sum': return all.reduce(plus, zero)
    case 'mean': return times(all.reduce(plus, zero), frac(1n, BigInt(all.length)))
    case 'median': { const s = all.sort(order), m = s.length >> 1; return s.length % 2 ? s[m] : times(plus(s[m - 1], s[m]), frac(1n, 2n)) }
  }
  throw new Error(`no such agg: ${agg}`)
}

function check(file, wrong) {
  const record = JSON.parse(readFileSync(file, 'utf8'))
  const done = new Map()
  const hundred = exact(frac(100n))
  const figure = name => {
    if (done.has(name)) return done.get(name)
    done.set(name, null)
    const f = record.figures[name]
    if (!f) throw new Error(`${name} is missing`)
    let x
    if (f.calc) {
      const used = []
      x = evaluate(f.calc, other => {
        if (!used.includes(other)) used.push(other)
        const o = figure(other)
        return record.figures[other].unit === 'percent' ? { ...div(o, hundred), rough: o.rough } : o
      })
      if (used.join() !== (f.uses ?? []).join()) wrong(`${name} uses ${used}, but the record says ${f.uses}`)
      if (f.unit === 'percent') x = { ...mul(x, hundred), rough: x.rough }
    } else {
      const [head, ...rows] = rowsOf(readFileSync(join(dirname(file), decodeURIComponent(f.data.csv)), 'utf8'))
      const column = head.indexOf(f.data.column)
      const cells = rows.map(r => r[column])
      if (column < 0 || cells.length !== f.data.count) wrong(`${name}: the CSV has columns ${head} and ${cells.length} rows, not ${f.data.column} and ${f.data.count}`)
      f.data.rows.forEach((row, i) => {
        if (cells[i] !== row.cell) wrong(`${name}: row ${row.row} says ${row.cell}, the CSV ${cells[i]}`)
        const label = rows[i].filter((c, k) => k !== column && c !== '').join(', ')
        if (row.label !== undefined && row.label !== label) wrong(`${name}: row ${row.row} is called ${row.label}, in the CSV ${label}`)
      })
      if (f.type === 'text') {
        if (cells.length !== 1 || cells[0] !== f.value) wrong(`${name} says ${f.value}, the CSV ${cells}`)
        return null
      }
      x = bounded(together(f.data.agg, cells), f.bound)
    }
    done.set(name, x)
    const same = (v, said) => (x.rough ? Math.abs(approx(v) - Number(said)) <= 1e-11 * Math.max(1, Math.abs(approx(v))) : order(round(v, 12), decimal(said)) === 0)
    if (!same(x.p, f.value)) wrong(`${name} is ${approx(x.p)}, the record says ${f.value}`)
    if (!isExact(x) !== !!f.interval) wrong(`${name}: it is known exactly, or is not, and the record says otherwise`)
    if (f.interval)
      for (const [end, key] of [[x.lo, 'low'], [x.hi, 'high']]) {
        const said = f.interval[key]
        if (!end.v !== !said || (said && (!same(end.v, said.value) || end.open !== said.open))) wrong(`${name}: its ${key} end is ${end.v && approx(end.v)}, the record says ${JSON.stringify(said)}`)
      }
    return x
  }
  for (const name of Object.keys(record.figures)) figure(name)
  for (const n of record.numbers) {
    if (!record.figures[n.figure]) wrong(`${n.words} rests on ${n.figure}, which is missing`)
    else if (record.figures[n.figure].value !== n.value) wrong(`${n.words}: ${n.value} is not ${record.figures[n.figure].value}`)
    if (!n.sentence.includes(n.words)) wrong(`"${n.sentence}" does not say "${n.words}"`)
  }
  return [record.numbers.length, done.size]
}

const files = []
const walk = dir => { for (const name of readdirSync(dir)) { const p = join(dir, name); if (statSync(p).isDirectory()) walk(p); else if (name === 'claims.json') files.push(p) } }
walk(process.argv[2])
let failures = 0
const seen = [0, 0]
for (const file of files) {
  const wrong = words => { failures++; console.log(`${file}: ${words}`) }
  try { check(file, wrong).forEach((n, i) => { seen[i] += n }) } catch (e) { wrong(e.message) }
}
console.log(`${files.length} records, ${seen[0]} numbers, ${seen[1]} figures`)
process.exit(failures || !files.length ? 1 : 0)
