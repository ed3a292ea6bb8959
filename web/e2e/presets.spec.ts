import { expect, test, type Page } from '@playwright/test';
import {
  authorised,
  beginBooking,
  demo,
  look,
  pageOf,
  pressOn,
  seriousFaults,
  tabTo,
  typeInto,
  written,
} from './demo';

// Groups of rooms, templates, copies and "as last time", with the keyboard.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ baseURL: demo.url });

const day = 86_400_000;
const mark = Date.now().toString(36);
const letters = Array.from(mark, (sign) => String.fromCharCode(97 + (parseInt(sign, 36) % 26))).join('');
const title = `Giao ban ${letters} 46`;
const group = `Nhóm ${mark}`;
const template = `Mẫu ${mark}`;
const start = Math.floor((Date.now() + 47 * day) / day) * day + 12.5 * 3_600_000;
const booked: string[] = [];

test.afterAll(async ({ request }) => {
  for (const id of booked)
    await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
});

const count = (page: Page) => page.getByTestId('rooms-count');

async function send(page: Page): Promise<void> {
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await page.getByRole('button', { name: 'Gửi duyệt' }).press('Enter');
  await expect(page).toHaveURL(/briefings\/[0-9a-f-]{36}$/);
  booked.push(new URL(page.url()).pathname.split('/').at(-1) ?? '');
}

test('a clerk keeps the chosen rooms as a group and chooses them again with one key', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await beginBooking(page, title, start);
  await pressOn(page, page.getByText('Độ mật, mã hóa, ghi âm'));
  const recording = page
    .getByRole('radiogroup', { name: 'Ghi âm khi họp' })
    .getByRole('radio', { name: 'Không' });
  await expect(recording).toBeAttached();
  await tabTo(page, recording);
  await page.keyboard.press('ArrowRight');
  await typeInto(page, page.getByRole('searchbox', { name: /điểm cầu/i }), 'xa');
  await pressOn(page, page.getByRole('button', { name: /^Chọn \d+/ }));
  const chosen = await count(page).innerText();
  await pressOn(page, page.getByRole('button', { name: 'Lưu thành nhóm' }));
  await expect(page.getByLabel('Tên', { exact: true })).toBeFocused();
  await page.keyboard.type(group);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Đã lưu “${group}”.`)).toBeVisible();

  await page.getByRole('button', { name: 'Bỏ chọn tất cả' }).press('Enter');
  await expect(count(page)).not.toHaveText(chosen);
  const chip = page.getByRole('button', { name: new RegExp(`^Nhóm ${group}`) });
  await chip.press('Enter');
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(count(page)).toHaveText(chosen);
  await look(page, 'presets-form');
  expect(await seriousFaults(page)).toEqual([]);
  await send(page);
  await expect(page.getByRole('radio', { name: 'Âm thanh chung' })).toBeChecked();

  await pressOn(page, page.getByRole('button', { name: 'Lưu thành mẫu' }));
  await expect(page.getByLabel('Tên', { exact: true })).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(template);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Đã lưu “${template}”.`)).toBeVisible();

  await pressOn(page, page.getByRole('link', { name: 'Chép phiên này' }));
  await expect(page.getByTestId('copy-hint')).toContainText('xin chọn ngày họp mới');
  const date = page.getByRole('textbox', { name: 'Ngày', exact: true });
  await expect(date).toBeFocused();
  await expect(date).toHaveValue('');
  await expect(page.getByLabel('Tên phiên họp')).toHaveValue(title);
  await expect(count(page)).toHaveText(chosen);
  await page.keyboard.type(written(start + 7 * day).day);
  await page.keyboard.press('Tab');
  await send(page);
  await page.context().close();
});

test('as last time fills in what was, and gives back what was typed', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await page.goto('/calendar/new');
  await expect(page.getByRole('button', { name: 'Như lần trước' })).toBeDisabled();
  await page.getByLabel('Tên phiên họp').fill(`giao ban ${letters} 48`);
  await page.getByRole('button', { name: 'Như lần trước' }).press('Enter');
  await expect(page.getByTestId('filled')).toContainText(title);
  await expect(page.getByLabel('Tên phiên họp')).toHaveValue(`giao ban ${letters} 48`);
  await expect(page.getByRole('combobox', { name: 'Bắt đầu' })).toHaveValue('19:30');
  await expect(count(page)).not.toContainText('chọn 0/');
  await look(page, 'presets-last');
  await pressOn(page, page.getByRole('button', { name: 'Hoàn tác' }));
  await expect(count(page)).toContainText('chọn 0/');
  await page.context().close();
});

test('a template is renamed, booked with and deleted', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await page.goto('/presets');
  await page.getByRole('button', { name: `Đổi tên ${template}` }).press('Enter');
  await expect(page.getByLabel('Tên', { exact: true })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' mới');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Đã lưu “${template} mới”.`)).toBeVisible();
  const item = page.getByTestId('template').filter({ hasText: `${template} mới` });
  await item.getByText('Lịch sử').click();
  await expect(item.getByText(`${template} → ${template} mới`)).toBeVisible();
  await look(page, 'presets-page');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('link', { name: `Đặt theo mẫu ${template} mới` }).press('Enter');
  await expect(page.getByTestId('copy-hint')).toContainText(`${template} mới`);
  await expect(page.getByRole('combobox', { name: 'Kết thúc' })).toHaveValue('20:30');

  await page.goto('/presets');
  await page.getByRole('button', { name: `Sửa điểm cầu của ${group}` }).press('Enter');
  await expect(count(page)).not.toContainText('chọn 0/');
  await page.getByRole('button', { name: 'Chọn tất cả', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Lưu', exact: true }).press('Enter');
  await expect(page.getByText(`Đã lưu “${group}”.`)).toBeVisible();
  for (const name of [`${template} mới`, group]) {
    await page.getByRole('button', { name: `Xóa ${name}` }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa', exact: true }).press('Enter');
    await expect(page.getByText(`Đã xóa “${name}”.`)).toBeVisible();
  }
  await page.context().close();
});
