import { expect, test } from '@playwright/test';
import { authorised, choose, demo, look, pageOf, pressOn, seriousFaults, tabTo } from './demo';

test.use({ baseURL: demo.url });

test('an auditor finds who changed a room, sees before and after, and verifies the chain, by keys alone', async ({
  browser,
  request,
}) => {
  const mark = Date.now().toString(36);
  const form = (name: string) => ({
    ...authorised,
    data: { name, endpoints: [{ address: `sip:nhat-ky-${mark}@127.0.0.1` }] },
  });
  const made = await request.post(`${demo.url}/api/rooms`, form(`Phòng Điện Biên ${mark}`));
  const { id } = (await made.json()) as { id: string };
  await request.put(`${demo.url}/api/rooms/${id}`, form(`Phòng Lũng Cú ${mark}`));
  await request.delete(`${demo.url}/api/rooms/${id}`, authorised);

  const page = await pageOf(browser, 'auditor');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Nhật ký' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Lịch họp' })).toBeHidden();
  await tabTo(page, page.getByRole('searchbox'));
  await page.keyboard.type(`lung cu ${mark}`);
  const line = page.getByRole('row', { name: /sửa điểm cầu Phòng Lũng Cú .* Phòng Điện Biên/ });
  await expect(line).toContainText('sửa điểm cầu');
  await expect(line).toContainText('(admin)');
  await expect(line).toContainText('127.0.0.1');
  await choose(page, page.getByRole('combobox', { name: 'Loại' }), 'điểm cầu');
  await pressOn(
    page,
    line.getByRole('button', { name: new RegExp(`Chỉ xem các dòng của Phòng Lũng Cú ${mark}`) }),
  );
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('row', { name: /thêm điểm cầu/ })).toContainText(`Phòng Điện Biên ${mark}`);
  await pressOn(page, page.getByRole('button', { name: 'Kiểm tra chuỗi' }));
  await expect(page.getByText(/Nguyên vẹn: \d+ dòng/)).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: /Xem tất cả/ }));
  await choose(page, page.getByRole('combobox', { name: 'Loại' }), 'nhật ký');
  await expect(page.getByRole('row', { name: /thực hiện nhật ký/ }).first()).toContainText('kiểm tra chuỗi');
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'audit');
  const saved = page.waitForEvent('download');
  await pressOn(page, page.getByRole('link', { name: 'Xuất XLSX' }));
  expect((await saved).suggestedFilename()).toBe('nhat-ky.xlsx');
  await page.context().close();
});
