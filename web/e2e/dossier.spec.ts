import { expect, test } from '@playwright/test';
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
} from './demo';

// The papers of a briefing: written with the keyboard, put in order, given a file, and the technicians' note read by technicians alone.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ baseURL: demo.url });

const day = 86_400_000;
const title = `Giao ban có <b>hồ sơ</b> ${Date.now().toString(36)}`;
const secret = 'Mã tủ thiết bị 4711';
const start = Math.floor((Date.now() + 40 * day) / day) * day + 12.5 * 3_600_000;
let id = '';

test.afterAll(async ({ request }) => {
  if (id) await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
});

test('a clerk writes the agenda and puts it in order', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await beginBooking(page, title, start);

  await pressOn(page, page.getByText('Giấy mời, chủ tọa, thư ký'));
  await expect(page.getByLabel('Số giấy mời')).toBeVisible();
  await typeInto(page, page.getByLabel('Số giấy mời'), '125/GM-UBND');
  await typeInto(page, page.getByRole('textbox', { name: 'Thư ký', exact: true }), 'Lê Thị Bình');
  await pressOn(page, page.getByText('Chương trình và thứ tự phát biểu'));
  const add = page.getByRole('button', { name: 'Thêm mục' });
  for (const [index, topic] of ['Tình hình mưa lũ', 'Thu ngân sách', 'Phát biểu kết luận'].entries()) {
    if (index === 0) await pressOn(page, add);
    else await add.press('Enter');
    await page.getByLabel(`Nội dung mục ${String(index + 1)}`).focus();
    await page.keyboard.type(topic);
  }
  await page.keyboard.press('Alt+ArrowUp');
  const topics = page.getByRole('textbox', { name: /^Nội dung mục/ });
  await expect(topics.nth(1)).toHaveValue('Phát biểu kết luận');
  await expect(topics.nth(1)).toBeFocused();
  const items = page.getByTestId('agenda-item');
  await items.nth(2).locator('[draggable=true]').dragTo(items.nth(0));
  await expect(topics.nth(0)).toHaveValue('Thu ngân sách');

  await pressOn(page, page.getByText('Chuẩn bị và kỹ thuật'));
  await expect(page.getByLabel(/^Chuẩn bị, chạy thử trước giờ họp/)).toBeVisible();
  await typeInto(page, page.getByLabel(/^Chuẩn bị, chạy thử trước giờ họp/), '30');
  await typeInto(page, page.getByLabel('Ghi chú riêng cho kỹ thuật'), secret);
  await pressOn(page, page.getByRole('button', { name: 'Chọn tất cả', exact: true }));
  await tabTo(page, page.getByRole('checkbox', { name: /Y tế/ }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^Không bắt buộc: .*Y tế/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await look(page, 'dossier-form');
  expect(await seriousFaults(page)).toEqual([]);
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await page.getByRole('button', { name: 'Gửi duyệt' }).press('Enter');
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  id = page.url().split('/').at(-1) ?? '';

  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByTestId('agenda').getByRole('listitem')).toHaveText([
    'Thu ngân sách',
    'Tình hình mưa lũ',
    'Phát biểu kết luận',
  ]);
  await expect(page.getByText('30 phút, từ 19:00')).toBeVisible();
  await expect(page.getByTestId('technician-note')).toHaveText(secret);
  await page.getByTestId('file').setInputFiles({
    name: 'Báo cáo tuần.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7 báo cáo'),
  });
  await expect(page.getByRole('link', { name: 'Báo cáo tuần.pdf' })).toBeVisible();
  await page.getByTestId('file').setInputFiles({
    name: 'Virus.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('MZ'),
  });
  await expect(page.getByText('Nội dung tệp không phải loại .pdf.')).toBeVisible();
  await look(page, 'dossier-briefing');
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});

test('an approver reads all but the technicians’ note, a technician that too', async ({ browser }) => {
  for (const [role, may] of [
    ['approver', false],
    ['technician', true],
  ] as const) {
    const page = await pageOf(browser, role);
    await page.goto(`/briefings/${id}`);
    await expect(page.getByText('125/GM-UBND')).toBeVisible();
    await expect(page.getByText(secret)).toHaveCount(may ? 1 : 0);
    await page.context().close();
  }
});
