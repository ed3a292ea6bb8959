// Adds up what every test runner wrote: count-tests.mjs FOLDER FAILED
// Prints what tests say they measured, each failed and each skipped test with its reason; the last line is "N passed, N failed[, N skipped]".
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedOutside] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const figures = [];

const attribute = (text, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';

function trx(text) {
  for (const [, head, body = ''] of text.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const outcome = attribute(head, 'outcome');
    for (const [, figure] of body.matchAll(/^(?:.*<StdOut>)?(Measured: [^<\r\n]*)/gm)) figures.push(figure);
    const message = /<Message>([\s\S]*?)<\/Message>/.exec(body)?.[1]?.trim().split('\n')[0] ?? '';
    count(outcome === 'Passed' ? 'passed' : outcome === 'NotExecuted' ? 'skipped' : 'failed', attribute(head, 'testName'), message);
  }
}

function vitest(report) {
  for (const file of report.testResults) {
    if (file.assertionResults.length === 0 && file.status === 'failed') count('failed', file.name, file.message);
    for (const test of file.assertionResults) {
      const kind = test.status === 'passed' ? 'passed' : test.status === 'failed' ? 'failed' : 'skipped';
      count(kind, test.fullName, test.failureMessages?.[0]?.split('\n')[0] ?? '');
    }
  }
}

function playwright(suite) {
  for (const inner of suite.suites ?? []) playwright(inner);
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const kind = test.status === 'skipped' ? 'skipped' : test.status === 'expected' ? 'passed' : 'failed';
      const note = test.annotations?.map((a) => a.description).join(' ') || test.results.at(-1)?.error?.message?.split('\n')[0] || '';
      count(kind, spec.title, note);
    }
  }
  for (const error of suite.errors ?? []) count('failed', 'playwright', error.message?.split('\n')[0]);
}

function count(kind, name, note) {
  totals[kind] += 1;
  if (kind !== 'passed') notes.push(`${kind}: ${name}${note ? ` — ${note}` : ''}`);
}

for (const file of readdirSync(folder)) {
  const text = () => readFileSync(join(folder, file), 'utf8');
  if (file.endsWith('.trx')) trx(text());
  else if (file.endsWith('.vitest.json')) vitest(JSON.parse(text()));
  else if (file.endsWith('.playwright.json')) playwright(JSON.parse(text()));
}

// A runner or check that failed without a failed test to show for it still counts.
if (failedOutside !== '0' && totals.failed === 0) count('failed', 'a check outside the tests', 'see above');
for (const line of [...figures, ...notes]) console.log(line);
console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
