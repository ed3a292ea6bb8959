import { expect, test } from '@playwright/test';
import { allRooms, authorised, choose, demo, look, pageOf, pressOn, seriousFaults, typeInto } from './demo';

test.use({ baseURL: demo.url });

test('shows a month, opens a day of it, and prints the week as a table', async ({ browser, request }) => {
  const rooms = (await allRooms(request)).slice(0, 3).map((room) => room.id);
  const title = `Họp trong tháng ${Date.now().toString(36)}`;
  const booked = await request.post(`${demo.url}/api/briefings`, {
    ...authorised,
    data: {
      title,
      chairRoomId: rooms[0],
      roomIds: rooms,
      start: '2028-03-15T08:00:00+07:00',
      end: '2028-03-15T09:30:00+07:00',
    },
  });
  expect(booked.status(), await booked.text()).toBe(201);
  const page = await pageOf(browser, 'clerk');
  await page.goto('/calendar?view=month&day=2028-02-20');
  await expect(page.getByRole('heading', { name: 'Tháng 2/2028' })).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: 'Tháng sau' }));
  await expect(page.getByRole('heading', { name: 'Tháng 3/2028' })).toBeVisible();
  await expect(page.getByRole('link', { name: new RegExp(title) })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'month');

  await pressOn(page, page.getByRole('button', { name: 'Mở ngày 15/03/2028, 1 phiên' }));
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('link', { name: new RegExp(`08:00–09:30 · ${title}`) }).first()).toBeVisible();

  // On paper it is a table, whatever the screen shows.
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(page.getByRole('grid')).toBeHidden();
  await expect(page.getByRole('row', { name: new RegExp(title) })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Đặt phiên' })).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByRole('grid')).toBeVisible();
  const { id } = (await booked.json()) as { id: string };
  await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
  await page.context().close();
});

test('an administrator corrects the holidays, and everybody sees it', async ({ browser, request }) => {
  await request.delete(`${demo.url}/api/holidays/2028-05-02`, authorised);
  const page = await pageOf(browser, 'administrator');
  await page.goto('/holidays');
  const heading = page.getByText(/^Năm \d{4}$/);
  while ((await heading.textContent()) !== 'Năm 2028')
    await page.getByRole('button', { name: 'Năm sau' }).click();
  await expect(page.getByRole('row', { name: /01\/01\/2028/ })).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: 'Thêm ngày' }));
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('Cần nhập mục này.').first()).toBeVisible();
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày' }), '02/05/2028');
  await choose(page, page.getByRole('combobox', { name: 'Loại' }), 'Nghỉ hoán đổi');
  await typeInto(page, page.getByRole('textbox', { name: 'Tên' }), 'Nghỉ bù lễ 30/4');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /02\/05\/2028/ });
  await expect(row).toContainText('Nghỉ bù lễ 30/4');
  await expect(row).toContainText('đã sửa');
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'holidays');

  const clerk = await pageOf(browser, 'clerk');
  await clerk.goto('/calendar?view=month&day=2028-05-10');
  await expect(clerk.getByText('Nghỉ bù lễ 30/4')).toBeVisible();
  await clerk.goto('/holidays');
  await expect(clerk.getByRole('button', { name: 'Thêm ngày' })).toBeHidden();
  await clerk.context().close();

  await pressOn(page, row.getByRole('button', { name: 'Bỏ sửa 02/05/2028' }));
  await expect(page.getByText('Nghỉ bù lễ 30/4')).toBeHidden();
  await page.context().close();
});
