import { expect, test, type APIRequestContext } from '@playwright/test';
import { authorised, demo, look, pageOf, pressOn, seriousFaults, tabTo, typeInto, written } from './demo';

// A thin line: the administrator enters it and hangs a site on it, two sessions fill it, and the third is told which line lacks how much
// beside whom; its clerk leaves out the room that does not fit with a key, and books. With the keyboard alone.
test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.use({ baseURL: demo.url });

const tag = Date.now().toString(36);
const line = `Tuyến núi ${tag}`;
const site = `Trụ sở núi ${tag}`;
/** Half past seven in the evening, four days from now. */
const start = Date.parse(
  `${written(Date.now() + 4 * 86_400_000)
    .day.split('/')
    .reverse()
    .join('-')}T19:30:00+07:00`,
);
const iso = (at: number) => new Date(at).toISOString();

interface Made {
  id: string;
}

async function make(request: APIRequestContext, path: string, data: object): Promise<string> {
  const answer = await request.post(`${demo.url}/api/${path}`, { ...authorised, data });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as Made).id;
}

const rooms = new Map<string, string>();
const booked: string[] = [];

const book = async (request: APIRequestContext, title: string, room: string) => {
  const id = rooms.get(room) ?? '';
  booked.push(
    await make(request, 'briefings', {
      title,
      chairRoomId: id,
      roomIds: [id],
      start: iso(start),
      end: iso(start + 3_600_000),
    }),
  );
};

test.afterAll(async ({ request }) => {
  for (const id of booked)
    await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
  for (const id of rooms.values()) await request.delete(`${demo.url}/api/rooms/${id}`, authorised);
});

test('an administrator enters a line and hangs a site on it', async ({ browser, request }) => {
  await make(request, 'sites', { name: site });
  const page = await pageOf(browser, 'administrator');
  await page.goto('/rooms?tab=lines');
  await expect(page.getByText('Cổng kết nối của bộ trộn')).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: 'Thêm đường truyền' }));
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByLabel('Tên đường truyền')).toBeFocused();
  await page.keyboard.type(line);
  await typeInto(page, drawer.getByLabel('Băng thông dành cho họp (kbit/s)'), '0');
  await page.keyboard.press('Enter');
  await expect(drawer.getByText('Nhập số nguyên lớn hơn 0.')).toBeVisible();
  await typeInto(page, drawer.getByLabel('Băng thông dành cho họp (kbit/s)'), '200');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: new RegExp(line) })).toContainText('200');

  await page.goto('/rooms?tab=sites');
  const change = page.getByRole('button', { name: `Sửa ${site}` });
  await expect(change).toBeVisible();
  await change.press('Enter');
  await tabTo(page, drawer.getByRole('combobox', { name: /^Đường truyền/ }));
  await page.keyboard.type(tag);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await typeInto(page, drawer.getByLabel(/^Vĩ độ/), '109,19');
  await typeInto(page, drawer.getByLabel(/^Kinh độ/), '12,24');
  await page.keyboard.press('Enter');
  await expect(drawer.getByText('có vẻ bị đổi chỗ').first()).toBeVisible();
  await typeInto(page, drawer.getByLabel(/^Vĩ độ/), '12,24');
  await typeInto(page, drawer.getByLabel(/^Kinh độ/), '109,19');
  await look(page, 'capacity-site');
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: new RegExp(site) })).toContainText(line);
  await page.context().close();
});

test('the third session on it is told why not, leaves out a room with a key, and is booked', async ({
  browser,
  request,
}) => {
  const sites = (await (await request.get(`${demo.url}/api/sites`, authorised)).json()) as {
    id: string;
    name: string;
  }[];
  const siteId = sites.find((one) => one.name === site)?.id;
  for (const name of ['Núi một', 'Núi hai', 'Dự núi', 'Dự phố', 'Chủ tọa'])
    rooms.set(
      name,
      await make(request, 'rooms', {
        name: `${name} ${tag}`,
        siteId: name.includes('úi') ? siteId : null,
        endpoints: [{ address: `sip:${tag}-${String(rooms.size)}@127.0.0.1:9` }],
      }),
    );
  await book(request, `Giao ban núi một ${tag}`, 'Núi một');
  await book(request, `Giao ban núi hai ${tag}`, 'Núi hai');

  const page = await pageOf(browser, 'approver');
  await page.goto('/calendar/new');
  await expect(page.getByLabel('Tên phiên họp')).toBeFocused();
  await page.keyboard.type(`Phiên thứ ba ${tag}`);
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày', exact: true }), written(start).day);
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '19h30');
  await typeInto(page, page.getByRole('combobox', { name: 'Kết thúc' }), '2030');
  await tabTo(page, page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }));
  await page.keyboard.type(`chu toa ${tag}`);
  await page.keyboard.press('Enter');
  await typeInto(page, page.getByLabel('Tìm điểm cầu (có dấu hoặc không dấu)'), `dự phố ${tag}`);
  await pressOn(page, page.getByRole('button', { name: 'Chọn 1 điểm cầu đang hiện' }));
  await typeInto(page, page.getByLabel('Tìm điểm cầu (có dấu hoặc không dấu)'), `dự núi ${tag}`);
  await pressOn(page, page.getByRole('button', { name: 'Chọn 1 điểm cầu đang hiện' }));

  const check = page.getByTestId('check');
  await expect(check).toContainText(
    `Đường truyền ${line} thiếu 67 kbit/s: phiên này cần 89, phiên khác dùng 178 trên 200 kbit/s`,
  );
  await expect(check).toContainText(`“Giao ban núi một ${tag}” 19:30–20:30: 89 kbit/s`);
  await expect(check.getByRole('button', { name: /^Dời sang 20:30/ })).toBeVisible();
  await look(page, 'capacity-check');
  expect(await seriousFaults(page)).toEqual([]);
  await pressOn(page, check.getByRole('button', { name: `Bỏ Dự núi ${tag} (còn 2)` }));
  await expect(check).toHaveAttribute('data-state', 'free');
  await pressOn(page, page.getByRole('button', { name: 'Đặt phiên' }));
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}/);
  booked.push(/briefings\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '');
  await page.context().close();
});

test('a room that is too dear for the line is lowered with a key, taken back, and booked lowered', async ({
  browser,
  request,
}) => {
  const sites = (await (await request.get(`${demo.url}/api/sites`, authorised)).json()) as {
    id: string;
    name: string;
  }[];
  const far = `Dự xa ${tag}`;
  rooms.set(
    'Dự xa',
    await make(request, 'rooms', {
      name: far,
      siteId: sites.find((one) => one.name === site)?.id,
      endpoints: [{ address: `sip:${tag}-xa@127.0.0.1:9`, kbits: 256 }],
    }),
  );
  const nextDay = start + 86_400_000;
  const one = rooms.get('Núi một') ?? '';
  booked.push(
    await make(request, 'briefings', {
      title: `Giao ban núi hôm sau ${tag}`,
      chairRoomId: one,
      roomIds: [one],
      start: iso(nextDay),
      end: iso(nextDay + 3_600_000),
    }),
  );

  const page = await pageOf(browser, 'approver');
  await page.goto('/calendar/new');
  await expect(page.getByLabel('Tên phiên họp')).toBeFocused();
  await page.keyboard.type(`Phiên giảm tốc độ ${tag}`);
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày', exact: true }), written(nextDay).day);
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '19h30');
  await typeInto(page, page.getByRole('combobox', { name: 'Kết thúc' }), '2030');
  await tabTo(page, page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }));
  await page.keyboard.type(`chu toa ${tag}`);
  await page.keyboard.press('Enter');
  await typeInto(page, page.getByLabel('Tìm điểm cầu (có dấu hoặc không dấu)'), far);
  await pressOn(page, page.getByRole('button', { name: 'Chọn 1 điểm cầu đang hiện' }));

  const check = page.getByTestId('check');
  await expect(check).toContainText(`Đường truyền ${line} thiếu 145 kbit/s: phiên này cần 256`);
  const lower = check.getByRole('button', { name: `Giảm tốc độ: ${far} 96 kbit/s` });
  await look(page, 'capacity-lower');
  await pressOn(page, lower);
  await expect(check).toHaveAttribute('data-state', 'free');
  const lift = page
    .getByTestId('lowered')
    .getByRole('button', { name: `Gọi lại ở tốc độ của thiết bị: ${far} 96 kbit/s` });
  await look(page, 'capacity-lowered');
  expect(await seriousFaults(page)).toEqual([]);
  await pressOn(page, lift);
  await expect(page.getByTestId('lowered')).toHaveCount(0);
  await pressOn(page, lower);
  await expect(lift).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: 'Đặt phiên' }));
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}/);
  booked.push(/briefings\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '');
  await expect(page.getByRole('listitem').filter({ hasText: far }).first()).toContainText('96 kbit/s');
  await look(page, 'capacity-lowered-briefing');
  await page.context().close();
});

test('a session of a series with a rate of its own says so among the sessions', async ({
  browser,
  request,
}) => {
  const first = start + 2 * 86_400_000;
  const weekday = new Date(first).toLocaleDateString('en', { weekday: 'long', timeZone: 'Asia/Ho_Chi_Minh' });
  const [chair, far] = [rooms.get('Chủ tọa'), rooms.get('Dự xa')];
  const form = (at: number, kbits: number) => ({
    title: `Giao ban tuần ${tag}`,
    chairRoomId: chair,
    roomIds: [far],
    start: iso(at),
    end: iso(at + 3_600_000),
    loweredRooms: [{ roomId: far, kbits }],
  });
  const id = await make(request, 'briefings', {
    ...form(first, 128),
    recurrence: {
      frequency: 'weekly',
      weekdays: [weekday.toLowerCase()],
      count: 2,
      onHoliday: 'keep',
      onClash: 'refuse',
    },
  });
  booked.push(id);
  const url = `${demo.url}/api/briefings/${id}`;
  const series = (await (await request.get(url, authorised)).json()) as {
    version: number;
    occurrences: Made[];
  };
  const changed = await request.put(url, {
    ...authorised,
    data: {
      ...form(first + 7 * 86_400_000, 64),
      version: series.version,
      scope: 'this',
      occurrenceId: series.occurrences[1]?.id,
    },
  });
  expect(changed.status(), await changed.text()).toBe(200);

  const page = await pageOf(browser, 'approver');
  await page.goto(`/briefings/${id}`);
  const sessions = page.getByTestId('session');
  await expect(sessions.nth(1)).toContainText(`Gọi ở tốc độ thấp hơn: Dự xa ${tag} 64 kbit/s`);
  await expect(sessions.nth(0)).not.toContainText('kbit/s');
  await sessions.nth(1).scrollIntoViewIfNeeded();
  await look(page, 'capacity-session');
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});

test('the page of lines shows how full it is that day', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await page.goto('/rooms?tab=lines');
  await expect(page.getByText('Cổng kết nối của bộ trộn')).toBeVisible();
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày', exact: true }), written(start).day);
  await page.keyboard.press('Tab');
  await expect(page.locator('.mantine-DateInput-calendarHeaderControl')).toHaveCount(0);
  await expect(page.getByRole('row', { name: new RegExp(line) })).toContainText('178 / 200 lúc 19:30–20:30');
  await look(page, 'capacity-lines');
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});
