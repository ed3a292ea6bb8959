import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { authorised, demo, failOnBrokenRules, look, pressOn, seriousFaults, typeInto } from './demo';

test.use({ baseURL: demo.url });

/** RFC 6238, as a telephone reckons it. */
function totp(key: string): string {
  const bits = Array.from(key)
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('somebody sets up the second step with his telephone and signs in with it, by keys alone', async ({
  browser,
  request,
}) => {
  const userName = `ha-${Date.now().toString(36)}`;
  const password = 'mat-khau-cua-ha';
  const made = await request.post(`${demo.url}/api/accounts`, {
    ...authorised,
    data: { userName, displayName: 'Thu Hà', roles: ['clerk'], password },
  });
  expect(made.status(), await made.text()).toBe(201);
  const page = await (await browser.newContext({ baseURL: demo.url })).newPage();
  failOnBrokenRules(page);
  const signIn = async () => {
    await page.goto('/signin');
    await expect(page.getByLabel('Tên đăng nhập')).toBeFocused();
    await page.keyboard.type(userName);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
  };
  await signIn();
  await expect(page.getByRole('link', { name: 'Lịch họp' })).toBeVisible();
  await page.goto('/profile');
  const panel = page.locator('div', { has: page.getByRole('heading', { name: 'Xác thực hai bước' }) }).last();
  await typeInto(page, panel.getByLabel('Mật khẩu hiện tại'), password);
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('img', { name: 'Mã QR của khóa' })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'second-factor-set-up');
  const key = ((await panel.getByText(/^Khóa:/).textContent()) ?? '').replace(/^Khóa:|\s/g, '');
  await typeInto(page, panel.getByLabel('2. Nhập mã sáu số mà phần mềm hiện'), totp(key));
  await page.keyboard.press('Enter');
  const codes = panel.getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await look(page, 'second-factor-codes');
  const paper = (await codes.first().textContent()) ?? '';
  await pressOn(page, panel.getByRole('button', { name: 'Tôi đã cất giữ' }));
  await expect(panel.getByText('Đang bật. Còn 10 mã dự phòng.')).toBeVisible();

  await page.context().clearCookies();
  await signIn();
  await expect(page.getByLabel('Mã xác thực hai bước')).toBeFocused();
  await look(page, 'second-factor-sign-in');
  await page.keyboard.type('000000x');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Mã không đúng');
  await typeInto(page, page.getByLabel('Mã xác thực hai bước'), paper);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Lịch họp' })).toBeVisible();
  await page.context().close();
});
