import { expect, test } from '@playwright/test';
import { demo, pageOf, seriousFaults } from './demo';

// The administrator takes the organisation out as a spreadsheet, is told what is wrong in one, and puts a right one in.
test.use({ baseURL: demo.url });

const unit = `Trung tâm ${Date.now().toString(36)}`;
const sheet = (lines: string) => ({
  name: 'danh-ba.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`Bảng;Tên;Loại;Từ ngày\n${lines}`, 'utf8'),
});

test('a wrong spreadsheet is explained line by line, a right one is imported', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await page.goto('/rooms?tab=sheet');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải về Excel (.xlsx)' }).click();
  expect((await download).suggestedFilename()).toBe('danh-ba.xlsx');

  await page
    .getByTestId('sheet')
    .setInputFiles(sheet(`Đơn vị;${unit};trung tâm;hôm nay\nĐơn vị;;sở;01/07/2025`));
  await expect(page.getByRole('alert')).toContainText('Chưa có gì được nhập');
  await expect(page.getByRole('row', { name: /2 Từ ngày/ })).toContainText('không phải là ngày');
  await expect(page.getByRole('row', { name: /3 Tên/ })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);

  await page.getByTestId('sheet').setInputFiles(sheet(`Đơn vị;${unit};trung tâm;01/07/2025`));
  await expect(page.getByRole('row', { name: new RegExp(unit) })).toContainText('Thêm mới');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Nhập 1 mục' }).press('Enter');
  await expect(page.getByText('Đã nhập: thêm 1, sửa 0.')).toBeVisible();
  await page.getByRole('tab', { name: 'Đơn vị' }).click();
  await expect(page.getByText(unit)).toBeVisible();
  await page.context().close();
});
