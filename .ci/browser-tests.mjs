// Runs the browser tests against a demo started for them: browser-tests.mjs RESULTS_FOLDER
// The demo has a data folder and ports of its own and is stopped at the end, whatever happened, also when this is ended (SIGTERM).
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const results = resolve(process.argv[2]);
const data = mkdtempSync(join(tmpdir(), 'conferencing-browser-'));
const log = join(results, 'demo.log');
const bin = (name) => resolve(`src/Conferencing.${name}/bin/Release/net10.0/Conferencing.${name}.dll`);

const freePort = () =>
  new Promise((done, failed) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
    probe.on('error', failed);
  });

const exited = (child) => new Promise((done) => child.once('exit', (code) => done(code ?? 1)));

async function until(condition, seconds, what) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${what} did not happen within ${seconds} s, see ${log}`);
}

const output = openSync(log, 'a');
const demo = spawn(
  'dotnet',
  [
    bin('Server'), '--Demo:Enabled', 'true', '--Demo:RoomProgram', bin('RoomSimulator'), '--Demo:FirstRoomPort', '7601',
    '--Data:Folder', data, '--Web:Port', String(await freePort()), '--Sip:Port', '7660', '--Rtp:FirstPort', '27600', '--Rtp:LastPort', '27699',
  ],
  { stdio: ['ignore', output, output] },
);
const stopped = exited(demo);
let code = 1;
let tests;
let ended = false;
process.once('SIGTERM', () => {
  ended = true;
  tests?.kill('SIGTERM');
});
try {
  const facts = join(data, 'demo.json');
  await until(() => existsSync(facts), 60, 'the demo');
  const { url } = JSON.parse(readFileSync(facts, 'utf8'));
  await until(() => fetch(`${url}/readyz`).then((answer) => answer.ok, () => false), 30, 'the first page');
  if (ended) throw new Error('Ended before the first test.');
  tests = spawn('npm', ['run', '--silent', 'e2e'], {
    cwd: 'web',
    stdio: 'inherit',
    env: { ...process.env, E2E_DEMO: facts, PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'browser.playwright.json') },
  });
  code = await exited(tests);
} catch (error) {
  console.error(String(error));
} finally {
  demo.kill('SIGTERM');
  await Promise.race([stopped, new Promise((done) => setTimeout(done, 15_000))]);
  if (demo.exitCode === null && demo.signalCode === null) {
    console.error('The demo did not end within 15 s of SIGTERM.');
    demo.kill('SIGKILL');
    code = 1;
  }
  rmSync(data, { recursive: true, force: true });
}
process.exit(code);
