import { expect, test } from '@playwright/test';
import { bookLive, demo, freeTheRooms, pageOf, seriousFaults } from './demo';

// A session is recorded from the board, seen to be, listened to with the briefing, and deleted.
test.describe.configure({ mode: 'serial' });
test.use({ baseURL: demo.url });

const title = `Giao ban ghi âm ${Date.now().toString(36)}`;
let conferenceId = '';
let briefingId = '';

test.beforeAll(async ({ request }) => {
  ({ id: conferenceId, briefingId } = await bookLive(request, title));
});

test('a technician records, every room that is in is marked, and stops', async ({ browser }) => {
  const page = await pageOf(browser, 'technician');
  await page.goto(`/live/${conferenceId}`);
  await expect(page.locator('[data-testid=tile][data-state=connected]')).toHaveCount(4, { timeout: 60_000 });
  await page.getByTestId('record').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Ghi thêm riêng từng điểm cầu').check();
  await dialog.getByRole('button', { name: 'Ghi âm' }).click();
  await expect(page.getByTestId('recording')).toContainText('Đang ghi âm', { timeout: 20_000 });
  await expect(page.getByTestId('mark-recorded')).toHaveCount(4);
  expect(await seriousFaults(page)).toEqual([]);
  await expect(page.getByTestId('recording')).toContainText(/[1-9]\d+ KB/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Dừng ghi âm' }).click();
  await expect(page.getByTestId('recording')).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByTestId('mark-recorded')).toHaveCount(0);
  await page.context().close();
});

test('nothing is offered of a file of which nothing has arrived', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.route(`**/api/briefings/${briefingId}/recordings`, async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { recordings: { files: { bytes: number }[] }[] };
    for (const recording of answer.recordings) for (const file of recording.files) file.bytes = 0;
    await route.fulfill({ response, json: answer });
  });
  await page.goto(`/briefings/${briefingId}`);
  const line = page.getByTestId('recording-line');
  await expect(line.getByRole('button', { name: 'Nghe: Cả phiên họp' })).toBeDisabled({ timeout: 30_000 });
  await expect(line.getByRole('button', { name: 'Tải về: Cả phiên họp' })).toBeDisabled();
  await expect(line.getByRole('link', { name: 'Tải về: Cả phiên họp' })).toHaveCount(0);
  await page.context().close();
});

test('an approver listens in the browser, and deletes it after a question', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto(`/briefings/${briefingId}`);
  const line = page.getByTestId('recording-line');
  await expect(line.getByRole('button', { name: 'Xóa…' })).toBeVisible({ timeout: 30_000 });
  await expect(line).not.toContainText('đang chuyển', { timeout: 30_000 });
  await line.getByRole('button', { name: 'Nghe: Cả phiên họp' }).click();
  const player = line.locator('audio');
  await expect
    .poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration), { timeout: 20_000 })
    .toBeGreaterThan(1);
  expect(await player.evaluate((audio: HTMLAudioElement) => audio.error)).toBeNull();
  await line.getByText(/^Riêng từng điểm cầu/).click();
  expect(await seriousFaults(page)).toEqual([]);
  await line.getByRole('button', { name: 'Xóa…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Xóa hẳn' }).click();
  await expect(line).toContainText('Đã xóa lúc', { timeout: 20_000 });
  await expect(line.locator('audio')).toHaveCount(0);
  await page.context().close();
});

test.afterAll(async ({ request }) => freeTheRooms(request));
