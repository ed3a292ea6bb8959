import { expect, test } from '@playwright/test';
import { allRooms, authorised, demo, look, pageOf, pressOn, seriousFaults, typeInto } from './demo';

test.use({ baseURL: demo.url });

test('a clerk reads how a period went, sorts it and takes it away, by keys alone', async ({
  browser,
  request,
}) => {
  const rooms = (await allRooms(request)).slice(0, 2).map((room) => room.id);
  const booked = await request.post(`${demo.url}/api/briefings`, {
    ...authorised,
    data: {
      title: 'Giao ban để báo cáo',
      chairRoomId: rooms[0],
      roomIds: rooms,
      start: '2028-05-17T08:00:00+07:00',
      end: '2028-05-17T09:00:00+07:00',
    },
  });
  const { id } = (await booked.json()) as { id: string };
  await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });

  const page = await pageOf(browser, 'clerk');
  await page.goto('/calendar');
  await pressOn(page, page.getByRole('link', { name: 'Báo cáo' }));
  await expect(page.getByRole('heading', { name: 'Báo cáo' })).toBeVisible();
  await typeInto(page, page.getByRole('textbox', { name: 'Đến ngày' }), '17/05/2028');
  await page.keyboard.press('Enter');
  await typeInto(page, page.getByRole('textbox', { name: 'Từ ngày' }), '17/05/2028');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /Giao ban để báo cáo/ })).toContainText('Đã hủy');
  await expect(page.getByText(/^1 hủy/)).toBeVisible();

  await page.getByRole('radio', { name: 'Phòng họp' }).focus();
  await page.keyboard.press('Space');
  const heads = page.getByRole('columnheader', { name: /Vắng/ });
  await pressOn(page, heads.getByRole('button'));
  await expect(heads).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(3);
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'reports');

  await page.getByRole('radio', { name: 'Điểm cầu' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('columnheader', { name: /Sự cố/ })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'reports-sites');
  const saved = page.waitForEvent('download');
  await pressOn(page, page.getByRole('link', { name: 'Tải Excel' }));
  expect((await saved).suggestedFilename()).toMatch(/^bao-cao-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.xlsx$/);
  await page.context().close();
});
