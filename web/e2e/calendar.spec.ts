import { expect, test } from '@playwright/test';
import { allRooms, authorised, demo, look, pageOf, pressOn, seriousFaults } from './demo';

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
