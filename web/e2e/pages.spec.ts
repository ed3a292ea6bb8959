import { expect, test } from '@playwright/test';
import { authorised, demo, liveSessions, pageOf, seriousFaults, sizes, tabTo, written } from './demo';

test.use({ baseURL: demo.url });

test('switches the language with one click and remembers it, here and in the account', async ({
  browser,
}) => {
  const page = await pageOf(browser, 'clerk');
  await page.goto('/calendar');
  await expect(page.getByRole('link', { name: 'Lịch họp' })).toBeVisible();
  const saved = page.waitForResponse((response) => response.url().endsWith('/api/session/language'));
  await page.getByTestId('language').click();
  await expect(page.getByRole('link', { name: 'Calendar' })).toBeVisible();
  expect((await saved).status()).toBe(204);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Calendar' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  // Another PC: nothing is stored there, the account knows.
  const elsewhere = await pageOf(browser, 'clerk');
  await elsewhere.goto('/calendar');
  await expect(elsewhere.getByRole('link', { name: 'Calendar' })).toBeVisible();
  await elsewhere.getByTestId('language').click();
  await expect(elsewhere.getByRole('link', { name: 'Lịch họp' })).toBeVisible();
  await elsewhere.context().close();
  await page.context().close();
});

for (const size of sizes)
  test(`books with the keyboard alone at ${size.width}×${size.height}`, async ({ browser, request }) => {
    const page = await pageOf(browser, 'clerk');
    await page.setViewportSize(size);
    const title = `Họp bàn phím ${Date.now().toString(36)}`;
    await page.goto('/calendar');
    await expect(page.getByRole('link', { name: 'Đặt phiên' })).toBeVisible();
    await page.keyboard.press('n');
    await expect(page.getByLabel('Tên phiên họp')).toBeFocused();
    await page.keyboard.type(title);
    // Enter in an unfinished form says what is missing and goes to the first such field.
    await page.keyboard.press('Enter');
    await expect(page.getByText('Chọn điểm cầu chủ tọa.')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' })).toBeFocused();

    await page.getByLabel('Tên phiên họp').focus();
    await tabTo(page, page.getByRole('textbox', { name: 'Ngày' }));
    await page.keyboard.press('Control+A');
    // A Sunday evening far ahead, when the demo's rooms are free.
    await page.keyboard.type(written(nextSunday()).day);
    await tabTo(page, page.getByRole('combobox', { name: 'Bắt đầu' }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('19h');
    await tabTo(page, page.getByRole('combobox', { name: 'Kết thúc' }));
    await expect(page.getByRole('combobox', { name: 'Bắt đầu' })).toHaveValue('19:00');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2015');
    await tabTo(page, page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }));
    await page.keyboard.type('nha trang');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('searchbox', { name: /^Tìm điểm cầu/ }));
    await page.keyboard.type('dien khanh');
    const box = page.getByRole('checkbox', { name: /Diên Khánh/i });
    await tabTo(page, box);
    await page.keyboard.press('Space');
    await expect(page.getByTestId('rooms-count')).toContainText('Đã chọn 1/');
    await expect(page.getByTestId('check')).toContainText('Không trùng lịch: cả 2 điểm cầu');
    await tabTo(page, page.getByRole('button', { name: 'Gửi duyệt' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.getByText(`19:00–20:15 ${written(nextSunday()).day}`)).toBeVisible();

    const id = page.url().split('/').at(-1) ?? '';
    await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
    await page.context().close();
  });

test('keeps what was typed when the booking fails', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await page.goto('/calendar/new');
  await page.getByLabel('Tên phiên họp').fill('Không được mất');
  await page.getByLabel('Ghi chú').fill('Nội dung dài đã gõ');
  await page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }).fill('nha trang');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Chọn tất cả', exact: true }).click();
  await page.route('**/api/briefings', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.getByRole('button', { name: 'Gửi duyệt' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Không liên lạc được với máy chủ' })).toBeVisible();
  await expect(page.getByLabel('Ghi chú')).toHaveValue('Nội dung dài đã gõ');
  // Not even closing the page by mistake loses it.
  await page.reload();
  await expect(page.getByLabel('Tên phiên họp')).toHaveValue('Không được mất');
  await expect(page.getByLabel('Ghi chú')).toHaveValue('Nội dung dài đã gõ');
  await page.context().close();
});

test('tells a way on at an address that does not exist', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  for (const path of ['/nowhere', '/briefings/00000000-0000-0000-0000-000000000001']) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'Về lịch họp' })).toBeVisible();
  }
  await page.context().close();
});

test('has no serious accessibility faults', async ({ browser, request }) => {
  test.setTimeout(300_000);
  const page = await pageOf(browser, 'administrator');
  const session = (await liveSessions(request))[0];
  const paths = [
    '/calendar',
    '/calendar?view=list',
    '/calendar?view=month',
    '/calendar?view=rooms',
    '/calendar?view=rooms&span=week',
    '/holidays',
    '/outbox',
    '/calendar/new',
    '/approvals',
    '/live',
    '/rooms',
    '/rooms?tab=units',
    '/rooms?tab=sites',
    '/rooms?tab=lines',
    '/rooms?tab=sheet',
    '/presets',
    '/mine',
    '/reports',
    '/audit',
    '/retention',
    '/sipport',
    '/accounts',
    '/profile',
    ...(session
      ? [
          `/live/${session.id}`,
          ...['', '/edit', '/letter'].map((part) => `/briefings/${session.briefingId}${part}`),
        ]
      : []),
  ];
  for (const path of paths) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await seriousFaults(page), `${path} (${size.width}, ${colorScheme})`).toEqual([]);
      }
    }
  }
  await page.context().clearCookies();
  await page.goto('/signin');
  await expect(page.getByRole('button', { name: 'Đăng nhập' })).toBeVisible();
  expect(await seriousFaults(page), '/signin').toEqual([]);
  await page.context().close();
});

function nextSunday(): number {
  const day = 86_400_000;
  let instant = Date.now() + 21 * day;
  while (
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', weekday: 'short' }).format(instant) !==
    'Sun'
  )
    instant += day;
  return instant;
}
