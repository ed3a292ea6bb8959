import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { authorised, demo, look, pageOf, pressOn, seriousFaults } from './demo';

test.use({ baseURL: demo.url });

const mark = Date.now().toString(36);
const gone = { userName: `nghi-${mark}`, displayName: `Trần Thị Nghỉ ${mark}` };

/** A year passes for an account: the database is told of another day of retiring. */
function retiredLongAgo(id: string): void {
  const database = join(dirname(process.env['E2E_DEMO'] ?? ''), 'conferencing.db');
  const age =
    'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=30) as db:\n' +
    " aged = db.execute('UPDATE AspNetUsers SET RetiredAt = RetiredAt - 400 * 86400000 WHERE Id = ? AND RetiredAt IS NOT NULL', (sys.argv[2].upper(),)).rowcount\n" +
    'sys.exit(0 if aged == 1 else f"{aged} accounts were aged")';
  execFileSync('python3', ['-c', age, database, id]);
}

test('an administrator reads what personal data is kept, and removes what is due, by keys alone', async ({
  browser,
  request,
}) => {
  const common = { displayName: gone.displayName, roles: ['clerk'] };
  const made = await request.post(`${demo.url}/api/accounts`, {
    ...authorised,
    data: { ...common, userName: gone.userName, password: 'mot-mat-khau-dai' },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const retired = await request.put(`${demo.url}/api/accounts/${id}`, {
    ...authorised,
    data: { ...common, disabled: true },
  });
  expect(retired.status(), await retired.text()).toBe(200);
  retiredLongAgo(id);

  const page = await pageOf(browser, 'administrator');
  await page.goto('/accounts');
  await expect(page.getByRole('row', { name: new RegExp(gone.displayName) })).toBeVisible();
  await page.goto('/calendar');
  await pressOn(page, page.getByRole('banner').locator('button[aria-haspopup=menu]'));
  await page.getByRole('menuitem', { name: 'Lưu giữ dữ liệu cá nhân' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Lưu giữ dữ liệu cá nhân' })).toBeVisible();
  const rule = page.getByRole('row', { name: /Tài khoản ngừng sử dụng/ });
  await expect(rule).toContainText('365 ngày');
  await expect(rule).toContainText('Retention:AccountDays');
  const [due, removed] = [rule.getByRole('cell').nth(2), rule.getByRole('cell').nth(3)];
  await expect(due).toHaveText(/^[1-9]/);
  const count = await due.innerText();
  await look(page, 'retention');
  expect(await seriousFaults(page)).toEqual([]);

  // First it says what would go; whoever leaves it there has removed nothing.
  const run = page.getByRole('button', { name: 'Chạy ngay' });
  await pressOn(page, run);
  const dialog = page.getByRole('dialog', { name: 'Xóa dữ liệu cá nhân hết hạn' });
  await expect(dialog).toContainText(`${count} tài khoản: xóa người dùng`);
  expect(await seriousFaults(page)).toEqual([]);
  await expect(dialog.getByRole('button', { name: 'Thôi' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(due).toHaveText(count);

  await run.press('Enter');
  await pressOn(page, dialog.getByRole('button', { name: 'Xóa', exact: true }));
  await expect(page.getByText('Đã xóa dữ liệu hết hạn.')).toBeVisible();
  await expect(due).toHaveText('0');
  await expect(removed).toHaveText(count);
  await expect(page.getByText(/Lần xóa gần nhất: \d\d:\d\d/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Không có gì đến hạn' })).toBeDisabled();
  await page.goto('/accounts');
  await expect(page.getByRole('cell', { name: 'admin', exact: true })).toBeVisible();
  await expect(page.getByText(gone.displayName)).toHaveCount(0);
  await page.context().close();
});
