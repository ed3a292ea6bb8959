import { expect, test, type Page } from '@playwright/test';
import {
  accountOf,
  demo,
  freeTheRooms,
  authorised,
  failOnBrokenRules,
  liveSessions,
  pageOf,
  seriousFaults,
  soon,
  written,
} from './demo';

// One briefing from the form to the attendance, as the people of an office go through it.
test.describe.configure({ mode: 'serial' });
test.use({ baseURL: demo.url });

const title = `Giao ban kiểm thử ${Date.now().toString(36)}`;
let conferenceId = '';
let start = 0;

test.beforeAll(async ({ request }) => freeTheRooms(request));

test('a clerk signs in, sees a clash explained while typing, and books', async ({ page, request }) => {
  failOnBrokenRules(page);
  const { userName, password } = accountOf('clerk');
  await page.goto('/calendar');
  await expect(page).toHaveURL(/\/signin$/);
  await page.getByLabel('Tên đăng nhập').fill(userName);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(`${password}!`);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('alert')).toContainText('không đúng');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page).toHaveURL(/\/calendar$/);

  await page.getByRole('link', { name: 'Đặt phiên' }).click();
  await page.getByLabel('Tên phiên họp').fill(title);
  await chooseChair(page, 'ubnd tinh');
  await page.getByRole('button', { name: 'Chọn tất cả', exact: true }).click();

  const taken = await bookedLater(request);
  await fillTime(page, Date.parse(taken.start), Date.parse(taken.end));
  const check = page.getByTestId('check');
  await expect(check).toContainText(`đã có “${taken.title}” lúc ${written(Date.parse(taken.start)).time}`);
  await check.getByRole('button', { name: /^Dời sang/ }).click();
  await expect(check).toContainText('Không trùng lịch');

  start = soon();
  await fillTime(page, start, start + 20 * 60_000);
  await expect(check).toContainText('Không trùng lịch');
  await page.getByRole('button', { name: 'Gửi duyệt' }).click();
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByText('Chờ duyệt').first()).toBeVisible();
});

test('an approver finds it and approves it', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto('/approvals');
  const card = page.getByTestId('pending').filter({ hasText: title });
  await card.getByRole('button', { name: 'Duyệt' }).click();
  await expect(card).toHaveCount(0);
  await page.context().close();
});

test('a technician watches the rooms connect, mutes one and sees it', async ({ browser, request }) => {
  await expect
    .poll(
      async () => (conferenceId = (await liveSessions(request)).find((one) => one.title === title)?.id ?? ''),
      {
        timeout: 20_000,
      },
    )
    .not.toBe('');
  const page = await pageOf(browser, 'technician');
  await page.goto('/live');
  await page.getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(new RegExp(conferenceId));
  const tiles = page.getByTestId('tile');
  await expect(tiles.first()).toBeVisible();
  const connected = page.locator('[data-testid=tile][data-state=connected]');
  await expect.poll(() => connected.count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(12);

  const tile = tiles.filter({ hasText: 'Sở Y tế' });
  const roomId = (await tile.getAttribute('data-room')) ?? '';
  await expect(tile).toHaveAttribute('data-muted', 'false');
  await tile.getByRole('button', { name: 'Tắt mic: Sở Y tế' }).click();
  await expect(tile).toHaveAttribute('data-muted', 'true');
  await expect(tile).toContainText('tắt mic');
  const session = (await liveSessions(request)).find((one) => one.id === conferenceId);
  expect(session?.participants.find((one) => one.roomId === roomId)?.muted).toBe(true);
  await tile.getByRole('button', { name: 'Bật mic: Sở Y tế' }).click();
  await expect(tile).toHaveAttribute('data-muted', 'false');

  await tile.getByRole('button', { name: 'Ngắt: Sở Y tế' }).click();
  await expect(tile).toHaveAttribute('data-state', 'left');
  await expect(tile).toContainText('Kỹ thuật đã ngắt');
  await tile.getByRole('button', { name: 'Gọi ngay: Sở Y tế' }).click();
  await expect(tile).toHaveAttribute('data-state', 'connected', { timeout: 20_000 });
  await page.context().close();
});

test('the board says within 3 s that the connection is lost, and catches up without a reload', async ({
  browser,
  request,
}) => {
  const page = await pageOf(browser, 'technician');
  let silent = false;
  await page.routeWebSocket(/\/hubs\/live/, (socket) => {
    // A pulled cable: nothing comes or goes, and nobody says so.
    if (silent) return;
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (!silent) server.send(message);
    });
    server.onMessage((message) => {
      if (!silent) socket.send(message);
    });
  });
  await page.goto(`/live/${conferenceId}`);
  const tile = page.getByTestId('tile').filter({ hasText: 'Sở Nội vụ' });
  await expect(tile).toHaveAttribute('data-state', 'connected');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  silent = true;
  await expect(page.getByTestId('connection-lost')).toBeVisible({ timeout: 4_000 });
  const roomId = (await tile.getAttribute('data-room')) ?? '';
  await request.post(`${demo.url}/api/conferences/${conferenceId}/participants/${roomId}/mute`, authorised);
  silent = false;
  await expect(page.getByTestId('connection-lost')).toBeHidden({ timeout: 10_000 });
  await expect(tile).toHaveAttribute('data-muted', 'true');
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await page.context().close();
});

test('a technician moves over the board by keyboard, extends and ends the session', async ({
  browser,
  request,
}) => {
  const page = await pageOf(browser, 'technician');
  await page.goto(`/live/${conferenceId}`);
  const first = page.getByTestId('tile').first().getByRole('button').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const second = page.getByTestId('tile').nth(1);
  await expect(second).toHaveAttribute('data-selected', 'true');
  await expect(page.getByTestId('detail')).toContainText('sip:');
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('detail')).toBeHidden();

  await page.getByRole('button', { name: 'Kéo dài 15 phút' }).click();
  const end = start + 35 * 60_000;
  await expect(page.getByText(`${written(start).time}–${written(end).time}`)).toBeVisible();
  await page.getByTestId('end').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc phiên' }).click();
  await expect(page.getByText('Phiên đã kết thúc.').first()).toBeVisible();
  const session = (await liveSessions(request)).find((one) => one.id === conferenceId);
  expect(session?.phase ?? 'ended').toBe('ended');

  await page.getByRole('link', { name: 'Xem điểm danh' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Y tế' });
  await expect(row.getByTestId('present')).toHaveText(/^\d\d:\d\d$/);
  await page.context().close();
});

async function chooseChair(page: Page, words: string): Promise<void> {
  const chair = page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' });
  await chair.fill(words);
  await page.getByRole('option').first().click();
  await expect(chair).not.toHaveValue(words);
}

async function fillTime(page: Page, start: number, end: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Ngày' }).fill(written(start).day);
  await page.getByRole('combobox', { name: 'Bắt đầu' }).fill(written(start).time);
  await page.getByRole('combobox', { name: 'Kết thúc' }).fill(written(end).time);
  await page.getByLabel('Tên phiên họp').focus();
}

interface Booked {
  title: string;
  status: string;
  start: string;
  end: string;
}

/** An approved briefing of the coming days that the demo has booked. */
async function bookedLater(request: Parameters<typeof liveSessions>[0]): Promise<Booked> {
  const hour = 3_600_000;
  const window = {
    from: new Date(Date.now() + hour).toISOString(),
    to: new Date(Date.now() + 240 * hour).toISOString(),
  };
  const answer = await request.get(`${demo.url}/api/briefings`, { ...authorised, params: window });
  const found = ((await answer.json()) as Booked[]).find((one) => one.status === 'approved');
  if (!found) throw new Error('The demo has no approved briefing in the coming days.');
  return found;
}
