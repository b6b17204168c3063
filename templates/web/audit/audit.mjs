// Audits a built site: `node audit.mjs public /inland`. Lighthouse looks at the pages in Chromium,
// once as a phone and once as a desktop, and of charts' own pages, which are alike, at the first; the
// Nu checker reads every page. Figures go to standard
// output; a missed goal is named on standard error and ends with exit code 1.
import {execFile as execFileCallback} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFile, readdir} from 'node:fs/promises';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {extname, join, normalize} from 'node:path';
import {promisify} from 'node:util';
import {gzip as gzipCallback} from 'node:zlib';

import {launch} from 'chrome-launcher';
import lighthouse, {desktopConfig} from 'lighthouse';

const execFile = promisify(execFileCallback);
const gzip = promisify(gzipCallback);
const [folder, prefix] = process.argv.slice(2);

// The goals: scores of 0 to 100 at least, layout shift and blocking time (ms) under these, and a
// console without a line.
const scores = {performance: 95, accessibility: 100, 'best-practices': 100, seo: 100};
const shift = 0.02;
const blocking = 150;

const types = {'.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.csv': 'text/csv; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.gif': 'image/gif'};

// serve serves the folder under the prefix, compressed as static hosts do.
async function serve() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    let name = path.startsWith(prefix + '/') ? normalize(path.slice(prefix.length)) : '';
    if (name.endsWith('/')) name += 'index.html';
    let status = 200;
    const body = await (name ? readFile(join(folder, name)) : Promise.reject()).catch(() => {
      status = 404;
      return readFile(join(folder, name = '/404.html'));
    });
    response.writeHead(status, {'Content-Type': types[extname(name)] ?? 'application/octet-stream', 'Content-Encoding': 'gzip'});
    response.end(await gzip(body));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

// pagesOf lists every page of the site, relative to its folder. Figures to paste are none.
async function pagesOf() {
  const names = await readdir(folder, {recursive: true});
  return names.filter(name => name.endsWith('.html') && !name.startsWith('.') && !/(^|\/)fragment(-live)?\.html$/.test(name)).sort();
}

const ofChart = page => /\/charts\/[^/]+\/index\.html$/.test(page);

const address = (origin, page) => origin + prefix + '/' + page;

// look has Lighthouse look at one page and returns its line of the table and the goals it missed.
async function look(chrome, origin, page, device) {
  const wanted = Object.keys(scores).filter(name => name !== 'seo' || page !== '404.html'); // that page asks not to be indexed
  const flags = {port: chrome.port, onlyCategories: wanted, logLevel: 'error'};
  const {lhr, artifacts} = await lighthouse(address(origin, page).replace(/index\.html$/, ''), flags, device === 'desktop' ? desktopConfig : undefined);
  const missed = [];
  const miss = what => missed.push(`${page} (${device}): ${what}`);
  if (lhr.runtimeError) miss(lhr.runtimeError.message);
  const line = {page, device};
  for (const name of wanted) {
    const {score, auditRefs} = lhr.categories[name];
    line[name] = Math.round(score * 100);
    if (line[name] >= scores[name] && score !== null) continue;
    const low = auditRefs.map(ref => lhr.audits[ref.id]).filter(audit => audit.score !== null && audit.score < 1);
    miss(`${name} is ${line[name]}, not ${scores[name]}: ${low.map(audit => `${audit.title} ${details(audit)}`).join('; ')}`);
  }
  line.shift = lhr.audits['cumulative-layout-shift'].numericValue;
  if (!(line.shift < shift)) miss(`layout shift is ${line.shift}, not under ${shift}`);
  line.blocking = lhr.audits['total-blocking-time'].numericValue;
  if (!(line.blocking < blocking)) miss(`blocking time is ${line.blocking} ms, not under ${blocking}`);
  line.console = artifacts.ConsoleMessages.length;
  for (const message of artifacts.ConsoleMessages) miss(`the console says ${JSON.stringify(message.text)}`);
  return {line, missed};
}

// details names the elements or words that an audit complains of.
function details(audit) {
  const items = audit.details?.items ?? [];
  return items.slice(0, 5).map(item => item.node?.snippet ?? item.description ?? item.url ?? JSON.stringify(item)).join(' ') || audit.displayValue || '';
}

// check has the Nu checker read every page from the server; its warnings count too.
async function check(origin, pages) {
  const jar = String(createRequire(import.meta.url)('vnu-jar'));
  const {stderr} = await execFile('java', ['-Dnu.validator.servlet.allow-forbidden-hosts=true', '-jar', jar, '--format', 'json', '--exit-zero-always', ...pages.map(page => address(origin, page))], {maxBuffer: 1 << 26});
  const faults = [];
  for (const {url, lastLine, message, extract = '', hiliteStart} of JSON.parse(stderr).messages) {
    const page = url.slice((origin + prefix).length + 1);
    if (!await mistaken(page, message, extract.slice(hiliteStart))) faults.push(`${page}:${lastLine}: ${message} ${JSON.stringify(extract)}`);
  }
  return faults;
}

// mistaken reports the two complaints of the checker about policies that no browser shares: a policy
// rules scripts, not blocks of data, and a style whose hash it names is allowed.
async function mistaken(page, message, at) {
  if (message.startsWith('Inline script violates Content Security Policy')) return /^<script type="application\/(ld\+)?json"/.test(at);
  if (!message.startsWith('Inline style violates Content Security Policy')) return false;
  const html = (await readFile(join(folder, page), 'utf8')).replaceAll('&#39;', "'").replaceAll('&#43;', '+');
  const styles = [...html.matchAll(/<style>([^<]*)<\/style>/g)];
  return styles.length === 1 && html.includes(`style-src 'sha256-${createHash('sha256').update(styles[0][1]).digest('base64')}';`);
}

function print(lines) {
  const columns = ['page', 'device', ...Object.keys(scores), 'shift', 'blocking', 'console'];
  const cell = value => value === undefined ? '-' : typeof value === 'number' ? String(+value.toFixed(3)) : value;
  const rows = [columns, ...lines.map(line => columns.map(name => cell(line[name])))];
  const widths = columns.map((_, i) => Math.max(...rows.map(row => row[i].length)));
  for (const row of rows) console.log(row.map((value, i) => i < 2 ? value.padEnd(widths[i]) : value.padStart(widths[i])).join('  '));
}

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const faults = [];
try {
  const pages = await pagesOf();
  if (pages.length === 0) faults.push(`there are no pages in ${folder}`);
  faults.push(...await check(origin, pages));
  console.log(`Nu HTML checker: ${pages.length} pages, ${faults.length} messages`);
  // chrome-launcher's own flags keep Chromium from talking to anybody but us.
  const chrome = await launch({chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic']});
  const lines = [];
  try {
    for (const page of pages.filter(page => page === pages.find(ofChart) || !ofChart(page))) {
      for (const device of ['mobile', 'desktop']) {
        const {line, missed} = await look(chrome, origin, page, device);
        lines.push(line);
        faults.push(...missed);
      }
    }
  } finally {
    chrome.kill();
  }
  print(lines);
} finally {
  server.close();
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
