import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Facts {
  url: string;
  token: string;
  accounts: { userName: string; password: string; roles: string[] }[];
}

export interface OwnDemo extends Facts {
  stop: () => Promise<void>;
}

const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
    probe.on('error', failed);
  });

const program = (name: string) =>
  resolve(`../src/Conferencing.${name}/bin/Release/net10.0/Conferencing.${name}.dll`);

/** A small demo with settings of its own, beside the one all stories share; it goes away with its folder. */
export async function ownDemo(...settings: string[]): Promise<OwnDemo> {
  const data = mkdtempSync(join(tmpdir(), 'conferencing-story-'));
  const log = openSync(join(data, 'demo.log'), 'a');
  const args = [
    program('Server'),
    ...['--Demo:Enabled', 'true', '--Demo:RoomProgram', program('RoomSimulator'), '--Demo:RoomCount', '4'],
    ...['--Demo:FirstRoomPort', '7701', '--Demo:FirstRoomRtpPort', '32600', '--Data:Folder', data],
    ...['--Web:Port', String(await freePort()), '--Sip:Port', '7760', '--Sip:TlsPort', '0'],
    ...['--Rtp:FirstPort', '27800', '--Rtp:LastPort', '27859', ...settings],
  ];
  const demo = spawn('dotnet', args, { stdio: ['ignore', log, log] });
  const exited = new Promise<void>((done) => demo.once('exit', () => done()));
  const stop = async () => {
    demo.kill('SIGTERM');
    const forced = setTimeout(() => demo.kill('SIGKILL'), 15_000);
    await exited;
    clearTimeout(forced);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const file = join(data, 'demo.json');
    await until(() => existsSync(file));
    const facts = JSON.parse(readFileSync(file, 'utf8')) as Facts;
    await until(() =>
      fetch(`${facts.url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    return { ...facts, stop };
  } catch (failure) {
    const said = readFileSync(join(data, 'demo.log'), 'utf8').slice(-2000);
    await stop();
    throw new Error(`${String(failure)}\n${said}`, { cause: failure });
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (Date.now() < end) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('The demo did not begin within 90 s.');
}
