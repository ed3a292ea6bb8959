import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { Attacker } from './attacker';
import { authorised, demo, freeTheRooms, liveSessions, pageOf, seriousFaults } from './demo';

// What a technician does about SIP: who is kept out, what goes over the wire, and a room that belongs in another session.
test.describe.configure({ mode: 'serial' });
test.use({ baseURL: demo.url });

const run = Date.now().toString(36);
let rooms: { id: string; shortName: string }[] = [];
let first = '';
let second = '';

test.beforeAll(async ({ request }) => {
  await freeTheRooms(request);
  const answer = await request.get(`${demo.url}/api/rooms`, authorised);
  rooms = ((await answer.json()) as { id: string; shortName: string; active: boolean }[]).filter(
    (room) => room.active,
  );
  first = await begin(request, `Giao ban ${run}`, [0, 1, 2]);
  second = await begin(request, `Họp bão ${run}`, [3, 4]);
});

test.afterAll(async ({ request }) => freeTheRooms(request));

test('moves a room to another session by keyboard and sees it arrive', async ({ browser, request }) => {
  test.setTimeout(120_000);
  await untilConnected(request, first, [0, 1, 2]);
  await untilConnected(request, second, [3, 4]);
  const page = await pageOf(browser, 'technician');
  const room = roomAt(1);
  await page.goto(`/live/${first}`);
  const tile = page.locator(`[data-room="${room.id}"]`);
  await tile.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('move').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: `Họp bão ${run}` })).toBeChecked();
  await expect(dialog.getByRole('radio', { name: 'Giữ nguyên cuộc gọi (nên dùng)' })).toBeChecked();
  expect(await seriousFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Chuyển', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`đã ở phiên “Họp bão ${run}”: giữ nguyên cuộc gọi`)).toBeVisible({
    timeout: 40_000,
  });
  await expect(tile).toHaveAttribute('data-state', 'left');
  await expect(tile).toContainText('Đã chuyển');
  await expect(page.getByTestId('count-in')).toContainText('2/2');

  // From here the other board is one click away, and says where the room came from.
  await page.getByTestId('detail').getByRole('link', { name: 'Mở bảng phiên đó' }).click();
  await expect(page).toHaveURL(new RegExp(second));
  await expect(tile).toHaveAttribute('data-state', 'connected');
  await tile.getByRole('button').first().click();
  await expect(page.getByTestId('detail')).toContainText(`“Giao ban ${run}” (giữ nguyên cuộc gọi)`);
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});

test('reads the signalling of a room as a ladder, by keyboard, light and dark', async ({
  browser,
  request,
}) => {
  test.setTimeout(120_000);
  await untilIn(request, first, roomAt(0).id);
  const page = await pageOf(browser, 'technician');
  const room = roomAt(0);
  await page.goto(`/live/${first}/trace/${room.id}`);
  await expect(page.getByText('Chưa ghi tín hiệu của điểm cầu này')).toBeVisible();
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Dừng ghi' })).toBeVisible();
  const act = (what: string) =>
    request.post(`${demo.url}/api/conferences/${first}/participants/${room.id}/${what}`, authorised);
  expect((await act('hang-up')).status()).toBe(200);
  await expect(page.getByRole('button', { name: /BYE/ }).first()).toBeVisible({ timeout: 20_000 });
  expect((await act('call')).status()).toBe(200);
  const ladder = page.getByRole('list', { name: 'Các bản tin theo thứ tự thời gian' });
  await expect(ladder.getByRole('button', { name: /INVITE/ }).first()).toBeVisible({ timeout: 20_000 });
  await expect(ladder.getByRole('button', { name: /ACK/ }).first()).toBeVisible({ timeout: 20_000 });

  await ladder.getByRole('button').first().focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('message')).toContainText('BYE sip:');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('message')).toContainText('SIP/2.0 200');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), colorScheme).toEqual([]);
  }
  await page.getByRole('button', { name: 'Dừng ghi' }).click();
  await expect(page.getByText('Đã dừng')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Tải về dạng văn bản' })).toBeVisible();
  await page.context().close();
});

test('lifts the ban of an address that guessed passwords', async ({ browser, request }) => {
  test.setTimeout(240_000);
  // Without any account nobody is asked for a password, so nobody can guess one.
  const made = await request.post(`${demo.url}/api/sip/accounts`, {
    ...authorised,
    data: { userName: `may-${run}` },
  });
  expect(made.status(), await made.text()).toBeLessThan(300);
  const attacker = await Attacker.begin('127.0.0.2', demo.sipPort);
  const page = await pageOf(browser, 'technician');
  try {
    await page.goto('/sipport');
    const row = page.getByRole('row').filter({ hasText: attacker.address });
    await expect(row).toContainText('Nhập sai mật khẩu quá nhiều lần', { timeout: 60_000 });
    attacker.end();
    await expect(page.getByRole('tab', { name: /^Đang chặn \(1\)/ })).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFaults(page), colorScheme).toEqual([]);
    }

    await row.getByRole('button', { name: `Bỏ chặn ${attacker.address}` }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(`Đã bỏ chặn ${attacker.address}.`)).toBeVisible();
    await expect(row).toHaveCount(0);
    await expect(page.getByText('Không chặn địa chỉ nào')).toBeVisible();
    const told = await request.get(`${demo.url}/api/sip`, authorised);
    expect(((await told.json()) as { bans: unknown[] }).bans).toEqual([]);

    await everyTab(page);
  } finally {
    attacker.end();
    await page.context().close();
  }
});

/** Each tab says something and has no serious fault; the arrow keys go from one to the next. */
async function everyTab(page: Page): Promise<void> {
  await page.getByRole('tab').first().focus();
  for (const words of [
    'Sai mật khẩu hoặc tên',
    'Chưa có thiết bị nào đăng ký',
    'thiết bị trả lời',
    `may-${run}`,
    'Lần chặn đầu',
  ]) {
    await page.keyboard.press('ArrowRight');
    // A device is asked once a minute.
    await expect(page.getByRole('tabpanel')).toContainText(words, { timeout: 90_000 });
    expect(await seriousFaults(page), words).toEqual([]);
  }
}

function roomAt(index: number) {
  const room = rooms[index];
  if (room === undefined) throw new Error(`the demo has no room ${String(index)}`);
  return room;
}

async function begin(request: APIRequestContext, title: string, chosen: number[]): Promise<string> {
  const start = Date.now() + 2000;
  const roomIds = chosen.map((index) => roomAt(index).id);
  const answer = await request.post(`${demo.url}/api/briefings`, {
    ...authorised,
    data: {
      title,
      chairRoomId: roomIds[0],
      roomIds,
      start: new Date(start).toISOString(),
      end: new Date(start + 1_800_000).toISOString(),
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const booked = (await answer.json()) as { occurrences: [{ id: string }] };
  return booked.occurrences[0].id;
}

async function untilConnected(request: APIRequestContext, id: string, chosen: number[]): Promise<void> {
  for (const index of chosen) await untilIn(request, id, roomAt(index).id);
}

async function untilIn(request: APIRequestContext, id: string, roomId: string): Promise<void> {
  const session = async () => (await liveSessions(request)).find((one) => one.id === id);
  await expect
    .poll(async () => (await session())?.participants.find((room) => room.roomId === roomId)?.state, {
      timeout: 60_000,
    })
    .toBe('connected');
}
