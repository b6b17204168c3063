// A node process that draws: one JSON job a line in, one JSON answer a line out.
const fs = require('fs'), vm = require('vm');
for (const file of process.argv.slice(2)) new vm.Script(fs.readFileSync(file, 'utf8'), { filename: file }).runInThisContext();
const write = process.stdout.write.bind(process.stdout);
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', chunk => {
  rest += chunk;
  for (let i; (i = rest.indexOf('\n')) >= 0; rest = rest.slice(i + 1)) {
    let answer;
    try { answer = { svg: JSON.parse(globalThis.plotlineDraw(rest.slice(0, i))) }; }
    catch (e) { answer = { error: String(e && e.message || e) }; }
    write(JSON.stringify(answer) + '\n');
  }
});
