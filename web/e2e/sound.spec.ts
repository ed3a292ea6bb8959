import { expect, test, type Page } from '@playwright/test';
import { allRooms, bookLive, demo, freeTheRooms, look, pageOf, pressOn, seriousFaults } from './demo';

// A technician talks to a room in private and brings it back, and has prompts and a tone played into rooms.
test.describe.configure({ mode: 'serial' });
test.use({ baseURL: demo.url });

type TreatedRoom = Awaited<ReturnType<typeof allRooms>>[number] & { noiseGate: boolean };

const title = `Giao ban nói riêng ${Date.now().toString(36)}`;
let conferenceId = '';
let briefingId = '';
let phone = '';

test.beforeAll(async ({ request }) => {
  // A simulated room that nobody books is as good a phone as any.
  phone = (await allRooms(request))[6]?.endpoints[0]?.address ?? '';
  ({ id: conferenceId, briefingId } = await bookLive(request, title));
});

async function openBoard(page: Page): Promise<void> {
  await page.goto(`/live/${conferenceId}`);
  await expect(page.locator('[data-testid=tile][data-state=connected]')).toHaveCount(4, { timeout: 60_000 });
}

test('a technician names his phone once, talks to a room in private, and brings it back', async ({
  browser,
}) => {
  const page = await pageOf(browser, 'technician');
  await openBoard(page);
  const tile = page.getByTestId('tile').nth(1);
  await tile.getByRole('button').first().click();
  await pressOn(page, page.getByTestId('talk'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Địa chỉ SIP của điện thoại')).toBeFocused();
  await page.keyboard.type('kỹ thuật');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('phải bắt đầu bằng sip:')).toBeVisible();
  await dialog.getByLabel('Địa chỉ SIP của điện thoại').fill(phone);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await expect(page.getByTestId('talk-state')).toHaveAttribute('data-state', 'talking', { timeout: 20_000 });
  await expect(page.getByTestId('mark-aside')).toHaveCount(1);
  await expect(tile).toContainText('Nói riêng');
  await expect(tile).toHaveAttribute('data-state', 'connected');
  await expect(page.getByTestId('talks')).toContainText('Đang nói riêng với');
  await look(page, 'aside');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByTestId('talks').getByTestId('return').click();
  await expect(page.getByTestId('mark-aside')).toHaveCount(0, { timeout: 20_000 });
  await expect(tile).not.toContainText('Nói riêng');

  // Another time one click is enough.
  await page.getByTestId('talk').click();
  await expect(page.getByTestId('mark-aside')).toHaveCount(1, { timeout: 20_000 });
  await page.getByTestId('detail').getByTestId('return').click();
  await expect(page.getByTestId('mark-aside')).toHaveCount(0, { timeout: 20_000 });
  await page.goto(`/briefings/${briefingId}`);
  await expect(page.getByText('Nói riêng với điểm cầu').first()).toBeVisible();
  await page.context().close();
});

test('a prompt goes into all rooms, a tone into one until it is stopped', async ({ browser }) => {
  const page = await pageOf(browser, 'technician');
  await openBoard(page);
  await pressOn(page, page.getByTestId('play-sound'));
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('tắt micrô').check();
  await look(page, 'play-sound');
  expect(await seriousFaults(page)).toEqual([]);
  await dialog.getByTestId('play').click();
  await expect(page.getByTestId('sound')).toContainText('Đang phát vào 4 điểm cầu', { timeout: 10_000 });

  await page.getByTestId('play-sound').click();
  await dialog.getByLabel('Âm thử').check();
  await dialog.getByLabel('Số giây').fill('60');
  await dialog.getByLabel('Nghe ở').click();
  await page.getByRole('option').nth(1).click();
  await dialog.getByTestId('play').click();
  await expect(page.getByTestId('sound')).toContainText('Âm thử 1 kHz', { timeout: 10_000 });
  await look(page, 'sound');
  await page.getByTestId('sound').getByRole('button', { name: 'Dừng phát' }).click();
  await expect(page.getByTestId('sound')).toHaveCount(0, { timeout: 10_000 });
  await page.context().close();
});

test('gain and gate are switched for the session by keys, and for good with the room', async ({
  browser,
}) => {
  const page = await pageOf(browser, 'technician');
  await openBoard(page);
  await page.getByTestId('tile').nth(2).getByRole('button').first().click();
  const detail = page.getByTestId('detail');
  await expect(detail.getByTestId('gain')).not.toContainText('đang tắt', { timeout: 20_000 });
  const gain = detail.getByRole('switch', { name: 'Tự chỉnh âm lượng' });
  await expect(gain).toBeChecked();
  await gain.focus();
  await page.keyboard.press('Space');
  await expect(gain).not.toBeChecked({ timeout: 10_000 });
  await expect(detail.getByTestId('gain')).toHaveText('đang tắt', { timeout: 10_000 });
  await expect(detail.getByTestId('gate')).not.toHaveText('đang tắt');
  await gain.scrollIntoViewIfNeeded();
  await look(page, 'treatment');
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Space');
  await expect(detail.getByTestId('gain')).not.toHaveText('đang tắt', { timeout: 10_000 });
  await page.goto(`/briefings/${briefingId}`);
  await expect(page.getByText('Tắt tự chỉnh âm lượng').first()).toBeVisible();
  await expect(page.getByText('Bật tự chỉnh âm lượng').first()).toBeVisible();
  await page.context().close();

  const office = await pageOf(browser, 'administrator');
  const room = (await allRooms(office.request))[8];
  await office.goto(`/rooms?edit=${room?.id ?? ''}`);
  const gate = office.getByRole('checkbox', { name: 'Lọc tiếng ồn' });
  await gate.focus();
  await office.keyboard.press('Space');
  await expect(gate).not.toBeChecked();
  await look(office, 'treatment-room');
  expect(await seriousFaults(office)).toEqual([]);
  await office.getByRole('button', { name: 'Lưu' }).click();
  await expect(gate).toBeHidden();
  const saved = async () =>
    (await allRooms<TreatedRoom>(office.request)).find((one) => one.id === room?.id)?.noiseGate;
  await expect.poll(saved).toBe(false);
  await expect(office.getByText('Không lọc tiếng ồn')).toHaveCount(1);
  await office.goto(`/rooms?edit=${room?.id ?? ''}`);
  await gate.check();
  await office.getByRole('button', { name: 'Lưu' }).click();
  await expect.poll(saved).toBe(true);
  await office.context().close();
});

test.afterAll(async ({ request }) => freeTheRooms(request));
