import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import {
  allRooms,
  authorised,
  choose,
  demo,
  look,
  pageOf,
  pressOn,
  seriousFaults,
  tabTo,
  typeInto,
  written,
} from './demo';

// A series from the form to its end, with the keyboard alone: weekly over a public holiday and a day that is taken, looked at before it
// is saved, then one session, this and the following, and all of them changed, and in the end cancelled.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ baseURL: demo.url });

const day = 86_400_000;
const hour = 3_600_000;
const title = `Giao ban hằng tuần ${Date.now().toString(36)}`;
const taken = `Diễn tập phòng thủ ${Date.now().toString(36)}`;
const holiday = nextHoliday();
/** Half past six in the evening, away from what the demo has booked; the second time is the holiday, the third is taken. */
const start = holiday.at - 7 * day;

let series = '';
let following = '';

test.beforeAll(async ({ request }) => {
  const roomIds = (await allRooms(request)).map((room) => room.id);
  const data = {
    title: taken,
    chairRoomId: roomIds[0],
    roomIds,
    start: iso(start + 14 * day),
    end: iso(start + 14 * day + hour),
  };
  const booked = await request.post(`${demo.url}/api/briefings`, { ...authorised, data });
  expect(booked.status(), await booked.text()).toBe(201);
});

test.afterAll(async ({ request }) => {
  const window = { from: iso(start - day), to: iso(start + 30 * day) };
  const entries = (await (
    await request.get(`${demo.url}/api/briefings`, { ...authorised, params: window })
  ).json()) as { briefingId: string; title: string }[];
  for (const id of new Set(
    entries
      .filter((one) => [title, taken].some((own) => one.title.includes(own)))
      .map((one) => one.briefingId),
  ))
    await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
});

test('books a weekly series, sees the holiday and the clash before, and decides about it', async ({
  browser,
}) => {
  const page = await pageOf(browser, 'approver');
  await page.goto('/calendar');
  await expect(page.getByRole('link', { name: 'Đặt phiên' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Tên phiên họp')).toBeFocused();
  await page.keyboard.type(title);
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày', exact: true }), written(start).day);
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '18h30');
  await typeInto(page, page.getByRole('combobox', { name: 'Kết thúc' }), '1930');
  await choose(page, page.getByRole('combobox', { name: 'Lặp lại', exact: true }), 'Hằng tuần');
  await tabTo(page, page.getByRole('radio', { name: 'Đến ngày' }));
  await page.keyboard.press('ArrowRight');
  await typeInto(page, page.getByRole('textbox', { name: 'Số buổi' }), '5');
  await expect(page.getByTestId('sentence')).toHaveText(
    /^Thứ .+ hằng tuần, 5 buổi$|^Chủ nhật hằng tuần, 5 buổi$/i,
  );
  await tabTo(page, page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }));
  await page.keyboard.type('ubnd tinh');
  await page.keyboard.press('Enter');
  await pressOn(page, page.getByRole('button', { name: 'Chọn tất cả', exact: true }));

  const check = page.getByTestId('check');
  await expect(check).toContainText('1 buổi trùng lịch trên tổng số 5 buổi.');
  await expect(check).toContainText('1 buổi rơi vào ngày lễ.');
  await look(page, 'series-form');
  expect(await seriousFaults(page)).toEqual([]);

  await pressOn(page, check.getByRole('button', { name: 'Xem từng buổi' }));
  const dates = page.getByTestId('dates').getByRole('listitem');
  await expect(dates).toHaveCount(5);
  await expect(dates.nth(1)).toContainText(`Bỏ qua · ${holiday.name}`);
  await expect(dates.nth(2)).toContainText(`đã có “${taken}”`);
  await look(page, 'series-dates');
  expect(await seriousFaults(page)).toEqual([]);
  await choose(page, page.getByRole('combobox', { name: /^Cách xử lý buổi/ }), /^Dời sang/);
  await expect(dates.nth(2)).toHaveAttribute('data-fate', 'moved');
  await page.keyboard.press('Escape');
  await expect(dates.first()).toBeHidden();
  await expect(check).toContainText('4 buổi giữ được chỗ trên tổng số 5');

  await pressOn(page, page.getByRole('button', { name: 'Đặt phiên' }));
  series = await opened(page);
  await expect(page.getByTestId('session')).toHaveCount(4);
  await expect(page.getByTestId('session').nth(1)).toContainText(
    `19:30–20:30 ${written(start + 14 * day).day}`,
  );
  await expect(page.getByText(/hằng tuần, 5 buổi, 18:30–19:30$/)).toBeVisible();
  await look(page, 'series-briefing');
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});

test('moves one session by itself', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto(`/briefings/${series}`);
  await pressOn(page, sessionButton(page, 0, 'Sửa buổi'));
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'series-scope');
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Tiếp tục' }));
  await expect(page.getByText('Đang sửa một buổi của chuỗi.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Lặp lại', exact: true })).toHaveCount(0);
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '17h');
  await save(page);
  await expect(page.getByTestId('session')).toHaveCount(4);
  await expect(page.getByTestId('session').first()).toContainText(`17:00–18:00 ${written(start).day}`);
  await expect(page.getByTestId('session').first()).toContainText('sửa riêng');
  await page.context().close();
});

test('moves a session and the following, which become a series of their own', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto(`/briefings/${series}`);
  await pressOn(page, sessionButton(page, 2, 'Sửa buổi'));
  await expect(page.getByRole('radio', { name: /^Buổi này \(/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Buổi này và các buổi sau' })).toBeChecked();
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Tiếp tục' }));
  await expect(page.getByText('Đang sửa buổi này và các buổi sau; các buổi trước giữ nguyên.')).toBeVisible();
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '19h');
  await save(page);
  await expect(page.getByTestId('session')).toHaveCount(2);
  following = await opened(page);
  expect(following).not.toBe(series);
  await expect(page.getByTestId('session').first()).toContainText(
    `19:00–20:00 ${written(start + 21 * day).day}`,
  );
  await expect(page.getByTestId('session').last()).toContainText(
    `19:00–20:00 ${written(start + 28 * day).day}`,
  );
  await page.goto(`/briefings/${series}`);
  await expect(page.getByTestId('session')).toHaveCount(2);
  await expect(page.getByTestId('session').first()).toContainText('17:00–18:00');
  await page.context().close();
});

test('changes all that is left, and sees it in the calendar beside the holiday', async ({ browser }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto(`/briefings/${following}`);
  await pressOn(page, page.getByRole('link', { name: 'Sửa', exact: true }));
  await expect(page.getByText('Đang sửa mọi buổi chưa diễn ra của chuỗi.')).toBeVisible();
  await typeInto(page, page.getByLabel('Tên phiên họp'), `${title} mở rộng`);
  await save(page);
  await expect(page.getByRole('heading', { name: `${title} mở rộng` })).toBeVisible();
  await expect(page.getByTestId('session')).toHaveCount(2);
  for (const week of [3, 4]) {
    await page.goto(`/calendar?day=${dayText(start + 7 * week * day)}`);
    await expect(page.getByRole('link', { name: `${title} mở rộng` })).toHaveCount(1);
  }
  await page.goto(`/calendar?day=${dayText(holiday.at)}`);
  await expect(page.getByText(holiday.name)).toBeVisible();
  await look(page, 'series-holiday');
  expect(await seriousFaults(page)).toEqual([]);
  await page.goto(`/calendar?day=${dayText(start)}`);
  await expect(page.getByRole('img', { name: 'Chuỗi lặp lại' }).first()).toBeVisible();
  await page.context().close();
});

test('cancels one session, then the rest; the hours are free again', async ({ browser, request }) => {
  const page = await pageOf(browser, 'approver');
  await page.goto(`/briefings/${following}`);
  await pressOn(page, sessionButton(page, 0, 'Hủy buổi'));
  await expect(page.getByRole('dialog')).toBeVisible();
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Hủy phiên' }));
  await expect(page.getByTestId('session')).toHaveCount(1);
  await expect(page.getByTestId('session')).toContainText(written(start + 28 * day).day);

  await page.goto(`/briefings/${series}`);
  await pressOn(page, page.getByRole('button', { name: 'Hủy phiên…' }));
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Đã có công điện hoãn họp');
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Hủy phiên' }));
  await expect(page.getByTestId('session')).toHaveCount(0);
  await expect(page.getByText('Đã hủy').first()).toBeVisible();
  await expect(page.getByText('Đã có công điện hoãn họp')).toBeVisible();
  expect(await heldAt(request, start - 90 * 60_000)).toEqual([]);
  expect(await heldAt(request, start + 21 * day + hour)).toEqual([]);
  await page.context().close();
});

function sessionButton(page: Page, index: number, name: string) {
  return page
    .getByTestId('session')
    .nth(index)
    .getByRole('button', { name: new RegExp(`^${name}`) });
}

async function save(page: Page): Promise<void> {
  await expect(page.getByTestId('check')).toContainText(/^Không trùng lịch|^✓/);
  await pressOn(page, page.getByRole('button', { name: 'Lưu thay đổi' }));
  await opened(page);
}

/** The briefing whose page has opened. */
async function opened(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  await expect(page.getByTestId('session').first()).toBeVisible();
  return page.url().split('/').at(-1) ?? '';
}

/** Titles of our own that still hold rooms in the half hour from then. */
async function heldAt(request: APIRequestContext, from: number): Promise<string[]> {
  const params = { from: iso(from), to: iso(from + hour / 2) };
  const answer = await request.get(`${demo.url}/api/briefings`, { ...authorised, params });
  const entries = (await answer.json()) as { title: string; status: string }[];
  return entries
    .filter((one) => one.title.startsWith(title) && one.status !== 'cancelled')
    .map((one) => one.title);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

const dayText = (instant: number): string => iso(instant + 7 * hour).slice(0, 10);

/** The next of the two holidays with nothing else around them, far enough ahead for a week before it. */
function nextHoliday(): { at: number; name: string } {
  const year = new Date().getUTCFullYear();
  const found = [year, year + 1]
    .flatMap((of) => [
      { at: Date.UTC(of, 0, 1, 11, 30), name: 'Tết Dương lịch' },
      { at: Date.UTC(of, 8, 2, 11, 30), name: 'Quốc khánh' },
    ])
    .find(({ at }) => at > Date.now() + 17 * day);
  if (!found) throw new Error('Every year has a first of January.');
  return found;
}
