import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { allRooms, authorised, demo, look, pageOf, pressOn, seriousFaults, typeInto, written } from './demo';

test.use({ baseURL: demo.url });

const dayMs = 86_400_000;
// A day of its own for each story, far enough ahead that the demo has nothing there.
const dayAhead = (weeks: number): string => {
  const [day, month, year] = written(Date.now() + weeks * 7 * dayMs).day.split('/');
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
};

async function book(request: APIRequestContext, title: string, day: string, times: string, rooms: string[]) {
  const [from = '', to = ''] = times.split('-');
  const answer = await request.post(`${demo.url}/api/briefings`, {
    ...authorised,
    data: {
      title,
      chairRoomId: rooms[0],
      roomIds: rooms,
      start: `${day}T${from}:00+07:00`,
      end: `${day}T${to}:00+07:00`,
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const cancel = (request: APIRequestContext, id: string) =>
  request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });

const barOf = (page: Page, title: string) => page.getByRole('link', { name: new RegExp(title) }).first();

/** Presses on a bar, in the middle or on its end, and pulls it by so many hours. */
async function pull(page: Page, title: string, at: 'middle' | 'end', hours: number): Promise<void> {
  const box = await barOf(page, title).boundingBox();
  const track = await page.locator('[data-track]').first().boundingBox();
  if (!box || !track) throw new Error('There is nothing to pull.');
  const from = { x: box.x + (at === 'end' ? box.width - 4 : box.width / 2), y: box.y + box.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + (hours * track.width) / 14, from.y, { steps: 6 });
}

test('moves and stretches a session with the mouse, says before what would come of it, and takes it back', async ({
  browser,
  request,
}) => {
  const day = dayAhead(5);
  const rooms = (await allRooms(request)).map((room) => room.id);
  const weekly = await book(request, 'Giao ban tuần dài', day, '07:30-09:00', rooms.slice(0, 6));
  const flood = await book(request, 'Chống bão', day, '10:00-11:30', rooms.slice(4, 9));
  const page = await pageOf(browser, 'approver');
  await page.goto(`/calendar?view=rooms&day=${day}`);
  await expect(barOf(page, 'Chống bão')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);

  await pull(page, 'Chống bão', 'middle', -1.5);
  const said = page.getByTestId('consequences');
  await expect(said).toContainText('“Chống bão” sang 08:30–10:00');
  await expect(said).toContainText('“Giao ban tuần dài” lúc 07:30–09:00');
  await page.mouse.up();
  // It is not stored where it cannot be; the server's way out is offered.
  await expect(said.getByRole('button', { name: /^Dời sang 09:00–10:30/ })).toBeVisible();
  await look(page, 'timeline-clash');
  await page.setViewportSize({ width: 1366, height: 768 });
  await said.getByRole('button', { name: /^Dời sang 09:00–10:30/ }).click();
  await expect(page.getByRole('link', { name: /09:00–10:30 · Chống bão/ }).first()).toBeVisible();

  // Its end, half an hour further.
  await pull(page, 'Chống bão', 'end', 0.5);
  await expect(said).toContainText('09:00–11:00');
  await page.mouse.up();
  await expect(page.getByRole('link', { name: /09:00–11:00 · Chống bão/ }).first()).toBeVisible();
  await expect(said).toBeHidden();

  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: /09:00–10:30 · Chống bão/ }).first()).toBeVisible();
  await page.getByRole('button', { name: /^Hoàn tác/ }).click();
  await expect(page.getByRole('link', { name: /10:00–11:30 · Chống bão/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Hoàn tác/ })).toBeDisabled();
  await cancel(request, weekly);
  await cancel(request, flood);
  await page.context().close();
});

test('moves a session with the keyboard alone, and leaves it with Escape', async ({ browser, request }) => {
  const day = dayAhead(6);
  const rooms = (await allRooms(request)).map((room) => room.id);
  const id = await book(request, 'Họp bàn phím', day, '08:00-09:00', rooms.slice(0, 3));
  const page = await pageOf(browser, 'approver');
  await page.goto(`/calendar?view=rooms&day=${day}`);
  await expect(barOf(page, 'Họp bàn phím')).toBeVisible();
  await page.getByRole('rowheader').nth(1).focus();
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press('ArrowRight');
    if (await page.evaluate(() => document.activeElement?.hasAttribute('data-session'))) break;
    await page.keyboard.press('ArrowDown');
  }
  const said = page.getByTestId('consequences');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(said).toContainText('“Họp bàn phím” sang 08:30–09:30');
  await page.keyboard.press('Escape');
  await expect(said).toBeHidden();
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect(said).toContainText('07:45–09:00');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /07:45–09:00 · Họp bàn phím/ }).first()).toBeVisible();
  await cancel(request, id);
  await page.context().close();
});

test('books what is drawn over several rooms, and asks nobody else’s session to move', async ({
  browser,
  request,
}) => {
  const day = dayAhead(7);
  const rooms = (await allRooms(request)).map((room) => room.id);
  const id = await book(request, 'Không phải của tôi', day, '14:00-15:00', rooms.slice(0, 3));
  const page = await pageOf(browser, 'clerk');
  await page.goto(`/calendar?view=rooms&day=${day}`);
  await expect(barOf(page, 'Không phải của tôi')).toBeVisible();
  await pull(page, 'Không phải của tôi', 'middle', 1);
  await expect(page.getByTestId('consequences')).toBeHidden();
  await page.mouse.up();

  await page.goto(`/calendar?view=rooms&day=${day}`);
  const tracks = page.locator('[data-track]');
  const [first, third] = [await tracks.nth(1).boundingBox(), await tracks.nth(3).boundingBox()];
  if (!first || !third) throw new Error('There are no rooms.');
  const hour = first.width / 14;
  await page.mouse.move(first.x + hour * 2.1, first.y + 10);
  await page.mouse.down();
  await page.mouse.move(third.x + hour * 3.9, third.y + 10, { steps: 5 });
  await expect(page.getByTestId('consequences')).toContainText('Đặt phiên 08:00–10:00');
  await page.mouse.up();
  await expect(page.getByRole('combobox', { name: 'Bắt đầu' })).toHaveValue('08:00');
  await expect(page.getByRole('combobox', { name: 'Kết thúc' })).toHaveValue('10:00');
  await expect(page.getByTestId('rooms-count')).toContainText('Đã chọn 3/');
  await cancel(request, id);
  await page.context().close();
});

test('shows a whole week of all rooms', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto('/calendar?view=rooms&span=week');
  await expect(page.getByRole('columnheader')).toHaveCount(2);
  await expect(page.getByRole('grid')).toContainText('UBND tỉnh');
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'timeline-week');
  await page.context().close();
});

test('finds a time for many rooms with the keyboard, and says who would be missing', async ({
  browser,
  request,
}) => {
  const day = dayAhead(8);
  const rooms = (await allRooms(request)).map((room) => room.id);
  const morning = await book(request, 'Họp sáng', day, '07:00-11:00', rooms.slice(1, 3));
  const page = await pageOf(browser, 'clerk');
  const address = new URLSearchParams({
    start: `${day}T08:00:00+07:00`,
    end: `${day}T12:00:00+07:00`,
    rooms: rooms.slice(0, 6).join(','),
  });
  await page.goto(`/calendar/new?${address.toString()}`);
  await expect(page.getByTestId('check')).toContainText('Họp sáng');
  await pressOn(page, page.getByRole('button', { name: 'Tìm giờ trống…' }));
  const found = page.getByTestId('found-times');
  const written = day.split('-').reverse().join('/');
  await typeInto(page, page.getByLabel('Từ ngày'), written);
  await typeInto(page, page.getByLabel('Đến ngày'), written);
  await page.getByLabel('Chỉ ngày làm việc').uncheck();
  // The whole of it first, then what would do without two.
  await expect(found.getByRole('listitem').first()).toContainText('11:00–15:00');
  await expect(found.getByRole('listitem').first()).toContainText('Đủ cả 6 điểm cầu');
  await expect(found.getByRole('listitem')).toHaveCount(2);
  await expect(found.getByRole('listitem').nth(1)).toContainText('07:00–11:00');
  await expect(found.getByRole('listitem').nth(1)).toContainText('4/6 điểm cầu');
  expect(await seriousFaults(page)).toEqual([]);
  await look(page, 'find-time');
  await page.setViewportSize({ width: 1366, height: 768 });
  await pressOn(page, found.getByRole('button', { name: /^Chọn 11:00–15:00/ }));
  await expect(page.getByRole('combobox', { name: 'Bắt đầu' })).toHaveValue('11:00');
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await cancel(request, morning);
  await page.context().close();
});
