import { expect, test } from '@playwright/test';
import { authorised, demo, pageOf, seriousFaults } from './demo';

// Contacts are kept, the outbox says how it is, a letter is printed, and a calendar address is made and revoked.
test.use({ baseURL: demo.url });

test('the contact of a site is checked by the field and kept', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  const name = `Trụ sở ${Date.now().toString(36)}`;
  await page.goto('/rooms?tab=sites');
  await page.getByRole('button', { name: 'Thêm nơi đặt' }).press('Enter');
  const form = page.getByRole('dialog');
  await form.getByLabel('Tên nơi đặt').fill(name);
  await form.getByLabel('Thư điện tử').fill('van thu@khanhhoa');
  await form.getByLabel('Điện thoại').fill('0258 3822 222');
  await form.getByRole('button', { name: 'Lưu' }).press('Enter');
  await expect(form.getByText('Địa chỉ thư chưa đúng dạng').last()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await form.getByLabel('Thư điện tử').fill('vanthu@khanhhoa.gov.vn');
  await form.getByRole('button', { name: 'Lưu' }).press('Enter');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('vanthu@khanhhoa.gov.vn');
  await page.context().close();
});

test('without a mail server the outbox says so', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await page.goto('/calendar');
  await page.getByRole('link', { name: 'Thư mời' }).press('Enter');
  await expect(page.getByText('Chưa khai báo máy chủ thư')).toBeVisible();
  await expect(page.getByText('Không còn thư nào chưa gửi')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});

test('a letter is laid out for paper, for all or a page for each room', async ({ browser, request }) => {
  const page = await pageOf(browser, 'clerk');
  const from = new Date(Date.now() - 86_400_000).toISOString();
  const answer = await request.get(`/api/briefings?from=${from}`, authorised);
  const [entry] = (await answer.json()) as { briefingId: string; title: string; roomIds: string[] }[];
  if (!entry) throw new Error('The demo has no briefing.');
  await page.goto(`/briefings/${entry.briefingId}`);
  await page.getByRole('link', { name: 'Giấy mời (in)' }).press('Enter');
  const letter = page.getByTestId('letter');
  await expect(letter).toHaveCount(1);
  await expect(letter).toContainText('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  await expect(letter).toContainText('Độc lập - Tự do - Hạnh phúc');
  await expect(letter).toContainText(entry.title);
  await expect(letter).toContainText('Nơi nhận:');
  await page.getByLabel('Người ký', { exact: true }).fill('Nguyễn Văn An');
  await expect(letter).toContainText('Nguyễn Văn An');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByText('Mỗi điểm cầu một tờ').click();
  await expect(letter).toHaveCount(entry.roomIds.length);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'In', exact: true })).toBeHidden();
  await expect(letter.first()).toBeVisible();
  await page.context().close();
});

test('a calendar address is shown once, read without sign-in, and dead when revoked', async ({
  browser,
  request,
}) => {
  const page = await pageOf(browser, 'clerk');
  await page.goto('/profile');
  const feeds = page.getByTestId('feeds');
  await feeds.getByRole('button', { name: 'Tạo địa chỉ' }).press('Enter');
  const address = (await feeds.locator('code').first().textContent()) ?? '';
  expect(address).toContain('/feeds/');
  const read = await request.get(address);
  expect(read.headers()['content-type']).toContain('text/calendar');
  expect(await read.text()).toContain('BEGIN:VCALENDAR');
  expect(await seriousFaults(page)).toEqual([]);
  await page.reload();
  await expect(feeds.locator('code')).toHaveCount(0);
  // The newest is the last.
  await feeds
    .getByRole('button', { name: /^Thu hồi/ })
    .last()
    .press('Enter');
  await expect(page.getByText(/^Đã thu hồi địa chỉ lịch/)).toBeVisible();
  expect((await request.get(address)).status()).toBe(404);
  await page.context().close();
});
