// Checks that every claims.json below a folder is of the schema that the site publishes.
// node schema.mjs AJV FOLDER   exits 1 when one is not.
import { createRequire } from 'node:module'
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const Ajv = createRequire(import.meta.url)(resolve(process.argv[2], 'dist/2020.js')).default
const root = process.argv[3]
const formats = { 'uri-reference': s => URL.canParse(s, 'https://example.org/') && !/[\s<>"{}|\\^`]/.test(s) }
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true, formats }).compile(JSON.parse(readFileSync(join(root, 'assets/claims.schema.json'), 'utf8')))
let seen = 0
let failures = 0
for (const name of readdirSync(root, { recursive: true })) {
  if (!/(^|[\\/])claims\.json$/.test(name)) continue
  const record = JSON.parse(readFileSync(join(root, name), 'utf8'))
  seen++
  const problems = validate(record) ? [] : validate.errors.map(e => `${e.instancePath} ${e.message}`)
  if (!existsSync(join(root, name, '..', record.$schema))) problems.push(`no schema at ${record.$schema}`)
  for (const p of problems) { failures++; console.log(`${name}: ${p}`) }
}
console.log(`${seen} records`)
process.exit(failures || !seen ? 1 : 0)
