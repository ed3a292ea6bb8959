import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test, type Page } from '@playwright/test';
import { failOnBrokenRules, look, pressOn, seriousFaults } from './demo';
import { ownDemo, type OwnDemo } from './ownDemo';

const secret = 'bi-mat-cua-may-khach-khong-ai-biet';
const people = { ha: { email: 'ha@tinh.gov.vn', email_verified: true, name: 'Vũ Thu Hà' } };

let provider: ChildProcess;
let demo: OwnDemo;

test.beforeAll(async () => {
  test.setTimeout(200_000);
  // The pages are at localhost: a browser takes it for another site, as a real one is.
  provider = spawn('node', ['e2e/openIdProvider.mjs', '127.0.0.1', '0', JSON.stringify(people)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  if (!provider.stdout) throw new Error('The provider says where it is on its standard output.');
  const lines = createInterface({ input: provider.stdout });
  const issuer = await new Promise<string>((said) => lines.once('line', said));
  demo = await ownDemo(
    ...['--OpenId:Authority', issuer, '--OpenId:ClientId', 'conferencing', '--OpenId:ClientSecret', secret],
    ...['--OpenId:Name', 'Cổng dịch vụ công', '--SignIn:Passwords', 'Administrators'],
  );
});

test.afterAll(async () => {
  provider.kill();
  await demo.stop();
});

/** The provider's own forms. */
async function sayWhoItIs(page: Page): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill('ha');
  await page.getByPlaceholder('and password').fill('mat-khau-o-cong');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('somebody new signs in at the provider, is given a role, and gets to the page she asked for', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await (await browser.newContext({ baseURL: demo.url })).newPage();
  failOnBrokenRules(page);
  await page.goto('/reports?by=room');
  const button = page.getByRole('link', { name: 'Đăng nhập bằng Cổng dịch vụ công' });
  await expect(button).toBeVisible();
  await expect(page.getByLabel('Mật khẩu')).toBeHidden();
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'openid-sign-in');
  await pressOn(page, button);
  await sayWhoItIs(page);
  await expect(page.getByRole('heading', { name: 'Đang chờ quản trị viên cấp quyền' })).toBeVisible();
  await expect(page.getByText('Vũ Thu Hà (ha)')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'openid-waiting');

  const admin = await (await browser.newContext({ baseURL: demo.url })).newPage();
  failOnBrokenRules(admin);
  await admin.goto('/signin');
  await pressOn(admin, admin.getByRole('button', { name: 'Quản trị viên: đăng nhập bằng mật khẩu' }));
  const account = demo.accounts.find((one) => one.roles.includes('administrator'));
  await expect(admin.getByLabel('Tên đăng nhập')).toBeFocused();
  await admin.keyboard.type(account?.userName ?? '');
  await admin.keyboard.press('Tab');
  await admin.keyboard.type(account?.password ?? '');
  await look(admin, 'openid-administrator');
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('link', { name: 'Tài khoản' })).toBeVisible();
  await admin.goto('/accounts');
  await expect(admin.getByText('1 người đăng nhập lần đầu đang chờ cấp quyền')).toBeVisible();
  const first = admin.getByRole('row').nth(1);
  await expect(first).toContainText('Vũ Thu Hà');
  await expect(first).toContainText('Chờ cấp quyền');
  expect(await seriousFaults(admin)).toEqual([]);
  await look(admin, 'openid-accounts');
  await pressOn(admin, first.getByRole('button', { name: 'Sửa Vũ Thu Hà' }));
  const form = admin.getByRole('dialog');
  await form.getByRole('checkbox', { name: 'Chuyên viên văn phòng' }).check();
  await expect(form.getByText('Đã liên kết với')).toBeVisible();
  expect(await seriousFaults(admin)).toEqual([]);
  await look(admin, 'openid-account');
  await form.getByRole('button', { name: 'Lưu' }).click();
  await expect(first).not.toContainText('Chờ cấp quyền');
  await admin.context().close();

  // By herself, without another sign-in.
  await expect(page.getByRole('link', { name: 'Lịch họp' })).toBeVisible({ timeout: 30_000 });
  expect(page.url()).toBe(`${demo.url}/reports?by=room`);

  await page.getByRole('button', { name: 'Vũ Thu Hà' }).click();
  await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(`${demo.url}/signin`);
  await expect(button).toBeVisible();

  // Signed out there too: the provider asks again, and she says no.
  await pressOn(page, button);
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('Chưa đăng nhập: bạn đã từ chối');
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'openid-denied');
  await page.goto('/signin?openid=code&to=%2Fcalendar');
  await expect(page.getByLabel('Mã xác thực hai bước')).toBeFocused();
  await look(page, 'openid-code');
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Lượt đăng nhập đã hết hạn');
  await page.context().close();
});
