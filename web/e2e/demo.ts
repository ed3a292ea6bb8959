import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { expect, type APIRequestContext, type Browser, type Locator, type Page } from '@playwright/test';

interface Demo {
  url: string;
  token: string;
  sipPort: number;
  accounts: { userName: string; password: string; roles: string[] }[];
}

const path = process.env['E2E_DEMO'];
if (!path) throw new Error('E2E_DEMO must name the demo.json of a running demo.');
export const demo = JSON.parse(readFileSync(path, 'utf8')) as Demo;

export type Role = 'clerk' | 'approver' | 'technician' | 'administrator' | 'auditor';

export function accountOf(role: Role) {
  const account = demo.accounts.find((one) => one.roles.includes(role));
  if (!account) throw new Error(`The demo has no ${role}.`);
  return account;
}

/** A page of its own browser profile, signed in without the form. */
export async function pageOf(browser: Browser, role: Role): Promise<Page> {
  const context = await browser.newContext({ baseURL: demo.url });
  const { userName, password } = accountOf(role);
  const answer = await context.request.post('/api/session', { data: { userName, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  const page = await context.newPage();
  failOnBrokenRules(page);
  return page;
}

/** A page that breaks the content security policy or throws fails its test. */
export function failOnBrokenRules(page: Page): void {
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) throw new Error(message.text());
  });
}

export const authorised = { headers: { Authorization: `Bearer ${demo.token}` } };

export interface Session {
  id: string;
  briefingId: string;
  title: string;
  phase: string;
  participants: { roomId: string; shortName: string; state: string; muted: boolean }[];
}

export async function liveSessions(request: APIRequestContext): Promise<Session[]> {
  const answer = await request.get(`${demo.url}/api/conferences`, authorised);
  return (await answer.json()) as Session[];
}

interface Entry {
  id: string;
  briefingId: string;
  status: string;
  phase: string | null;
}

/** A room can be in one session only: ends what runs and cancels what is about to, until nothing holds a room in the next hour. */
export async function freeTheRooms(request: APIRequestContext): Promise<void> {
  const act = (path: string) => request.post(`${demo.url}/api/${path}`, { ...authorised, data: {} });
  await expect
    .poll(
      async () => {
        const held = (await entries(request)).filter(
          (one) => (one.status === 'approved' || one.status === 'pending') && one.phase !== 'ended',
        );
        for (const one of held) {
          await act(`conferences/${one.id}/end`);
          await act(`briefings/${one.briefingId}/cancel`);
        }
        return held.length;
      },
      { timeout: 45_000, intervals: [500, 1000] },
    )
    .toBe(0);
}

async function entries(request: APIRequestContext): Promise<Entry[]> {
  const window = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
  const answer = await request.get(`${demo.url}/api/briefings`, { ...authorised, params: window });
  return (await answer.json()) as Entry[];
}

const inProvince = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', ...options });

/** `dd/MM/yyyy` and `HH:mm` in the province. */
export function written(instant: number): { day: string; time: string } {
  return {
    day: inProvince({ day: '2-digit', month: '2-digit', year: 'numeric' }).format(instant),
    time: inProvince({ hour: '2-digit', minute: '2-digit', hour12: false }).format(instant),
  };
}

/** The first full minute that leaves a clerk time to finish the form. */
export const soon = (): number => Math.ceil((Date.now() + 75_000) / 60_000) * 60_000;

/** What axe finds that keeps someone from using the page. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.html.slice(0, 160))
          .slice(0, 3)
          .join(' | ')}`,
    );
}

/** Waits until what fades or slides in is there: half transparent, its colours are not yet its own. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter(
        (one) =>
          one.playState === 'running' && Number.isFinite(Number(one.effect?.getComputedTiming().endTime)),
      );
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** Presses Tab until the element has the focus, as often as a patient person would. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`The Tab key does not reach ${target.toString()}.`);
}

/** Writes into a field by the keyboard alone, in place of what was there. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Presses a button by the keyboard alone. */
export async function pressOn(page: Page, button: Locator): Promise<void> {
  await expect(button).toBeVisible();
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

/** Chooses in a list by the keyboard alone, as far down as the entry is. */
export async function choose(page: Page, box: Locator, entry: string | RegExp): Promise<void> {
  await tabTo(page, box);
  await page.keyboard.press('Enter');
  const option = page.getByRole(
    'option',
    typeof entry === 'string' ? { name: entry, exact: true } : { name: entry },
  );
  await expect(option).toBeVisible();
  for (let step = 0; step < 20; step++) {
    if ((await option.getAttribute('data-combobox-selected')) !== null) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(option).toBeHidden();
}

/** The screens the pages are made for, the smallest first. */
export const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** For people: pictures of the page at both sizes and in both colours, into the folder E2E_LOOK names. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_LOOK'];
  if (!folder) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of sizes.toReversed()) {
      await page.setViewportSize(size);
      await page.screenshot({ path: `${folder}/${name}-${String(size.width)}-${colorScheme}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

export interface Room {
  id: string;
  endpoints: { address: string }[];
}

/** The rooms that are in use: stories leave behind some that are not. */
export async function allRooms<Known extends Room = Room>(request: APIRequestContext): Promise<Known[]> {
  const rooms = (await (await request.get(`${demo.url}/api/rooms`, authorised)).json()) as (Known & {
    active: boolean;
  })[];
  return rooms.filter((room) => room.active);
}

/** Books the first four rooms for twenty minutes from the next minute on, called at once, and waits until the session is live. */
export async function bookLive(
  request: APIRequestContext,
  title: string,
  dossier?: object,
): Promise<Session> {
  await freeTheRooms(request);
  const ids = (await allRooms(request)).slice(0, 4).map((room) => room.id);
  const start = Date.now() + 60_000;
  const booked = await request.post(`${demo.url}/api/briefings`, {
    ...authorised,
    data: {
      title,
      chairRoomId: ids[0],
      roomIds: ids,
      start: new Date(start).toISOString(),
      end: new Date(start + 20 * 60_000).toISOString(),
      connectAt: new Date(Date.now() + 2000).toISOString(),
      dossier,
    },
  });
  expect(booked.status(), await booked.text()).toBe(201);
  let session: Session | undefined;
  await expect
    .poll(
      async () => (session = (await liveSessions(request)).find((one) => one.title === title))?.id ?? '',
      { timeout: 30_000 },
    )
    .not.toBe('');
  return session as Session;
}

/** Begins a booking by the keyboard: the title, an hour from half past seven in the evening, the province's room in the chair. */
export async function beginBooking(page: Page, title: string, start: number): Promise<void> {
  await page.goto('/calendar/new');
  await expect(page.getByLabel('Tên phiên họp')).toBeFocused();
  await page.keyboard.type(title);
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày', exact: true }), written(start).day);
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '19h30');
  await typeInto(page, page.getByRole('combobox', { name: 'Kết thúc' }), '2030');
  await tabTo(page, page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }));
  await page.keyboard.type('ubnd tinh');
  await page.keyboard.press('Enter');
}
