// How long a week of all rooms takes to be seen: week.mjs URL COOKIE MONDAY ROUNDS → one JSON line.
// From the click that asks for another week to the frame after which every booking in sight is drawn.
import { chromium } from '@playwright/test';

const [url, user, password, firstDay, rounds] = process.argv.slice(2);
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({
  executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
  args: isRoot ? ['--no-sandbox'] : [],
});
const context = await browser.newContext({ baseURL: url, viewport: { width: 1366, height: 768 } });
await context.request.post('/api/session', { data: { userName: user, password } });
const page = await context.newPage();
await page.goto(`/calendar?view=rooms&span=week&day=${firstDay}`);
await page.waitForSelector('[data-session]');

// A week the browser has never seen each time. Drawn is when the bars of the new week are there and a frame has passed.
const step = () =>
  page.evaluate(async () => {
    const before = new Set(
      [...document.querySelectorAll('[data-session]')].map((bar) => bar.dataset.session),
    );
    const asked = performance.now();
    document.querySelector('[aria-label="Tuần sau"]').click();
    for (;;) {
      await new Promise((done) => requestAnimationFrame(done));
      if (performance.now() - asked > 30_000) throw new Error('No sessions in this week.');
      const bars = [...document.querySelectorAll('[data-session]')];
      if (bars.length > 0 && bars.every((bar) => !before.has(bar.dataset.session))) {
        // The frame that was prepared with these bars is on the screen when the next task after it runs.
        await new Promise((done) => setTimeout(done, 0));
        return { ms: performance.now() - asked, bars: bars.length };
      }
    }
  });

/** How long the steps took when the reader rests as long before each. */
async function measured(rest) {
  const took = [];
  for (let round = -3; round < Number(rounds); round++) {
    await rest();
    const one = await step();
    if (round >= 0) took.push(one);
  }
  const times = took.map((one) => one.ms).sort((a, b) => a - b);
  const round = (ms) => Math.round(ms * 10) / 10;
  return {
    n: times.length,
    median: round(times[Math.floor(times.length / 2)]),
    most: round(times.at(-1)),
    bars: took[0].bars,
  };
}

// At once: what is shown was never asked for. After a look: what lies one step further has been asked for meanwhile.
const atOnce = await measured(() => Promise.resolve());
const afterALook = await measured(async () => {
  await page.waitForTimeout(500);
  await page.waitForLoadState('networkidle');
});
await browser.close();
console.log(JSON.stringify({ atOnce, afterALook }));
