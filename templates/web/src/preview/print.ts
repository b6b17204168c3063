// The page as on paper: its rules for print count on the screen, and those for the screen do not.

const turned = new WeakMap<CSSMediaRule, string>(); // what the rule said

export function printed(page: Document, on: boolean): void {
  for (const sheet of page.styleSheets) walk(sheet.cssRules, on);
}

function walk(rules: CSSRuleList, on: boolean): void {
  for (const rule of rules) {
    if ('media' in rule && 'cssRules' in rule) turn(rule as CSSMediaRule, on);
    if ('cssRules' in rule) walk((rule as CSSGroupingRule).cssRules, on);
  }
}

function turn(rule: CSSMediaRule, on: boolean): void {
  const said = turned.get(rule) ?? rule.media.mediaText;
  if (!/\b(print|screen)\b/.test(said)) return;
  turned.set(rule, said);
  rule.media.mediaText = on ? said.split(',').map(onPaper).join() : said;
}

function onPaper(query: string): string {
  const [, not, medium, rest] = /^\s*(not\s+)?(?:only\s+)?(\w*)(.*)$/.exec(query)!;
  if (medium !== 'print' && medium !== 'screen') return query;
  if ((medium === 'print') === !not) return not ? 'all' : 'all' + rest;
  return 'not all';
}
