import { expect, test, type Page } from '@playwright/test';
import {
  allRooms,
  authorised,
  beginBooking,
  bookLive,
  demo,
  failOnBrokenRules,
  freeTheRooms,
  look,
  pageOf,
  pressOn,
  seriousFaults,
  tabTo,
  typeInto,
} from './demo';

// An account that only reads the audit trail is named secretary of two briefings, and is that there and nowhere else.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ baseURL: demo.url });

const day = 86_400_000;
const mark = Date.now().toString(36);
const title = `Giao ban có thư ký ${mark}`;
const lan = { userName: `lan-${mark}`, displayName: `Nguyễn Thị Lan ${mark}`, password: 'mot-mat-khau-dai' };
let id = '';
let seriesId = '';
let accountId = '';
let hers: Page;

test.afterAll(async ({ request }) => {
  for (const one of [id, seriesId].filter(Boolean))
    await request.post(`${demo.url}/api/briefings/${one}/cancel`, { ...authorised, data: {} });
  await freeTheRooms(request);
});

test('an administrator makes an account without a role, by keys alone', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await page.goto('/accounts');
  await pressOn(page, page.getByRole('button', { name: 'Thêm tài khoản' }));
  await expect(page.getByLabel('Tên đăng nhập')).toBeFocused();
  await page.keyboard.type(lan.userName);
  await typeInto(page, page.getByLabel('Họ và tên'), lan.displayName);
  await tabTo(page, page.getByRole('checkbox', { name: 'Chuyên viên văn phòng' }));
  await page.keyboard.press('Space');
  await expect(page.getByText('Không chọn quyền nào')).toBeVisible();
  await typeInto(page, page.getByLabel('Mật khẩu ban đầu'), lan.password);
  await look(page, 'account-without-role');
  expect(await seriousFaults(page)).toEqual([]);
  const made = page.waitForResponse(
    (answer) => answer.url().endsWith('/api/accounts') && answer.request().method() === 'POST',
  );
  await page.keyboard.press('Enter');
  accountId = ((await (await made).json()) as { id: string }).id;
  await expect(page.getByRole('row', { name: lan.displayName })).toContainText('không có quyền');
  await page.context().close();
});

test('a clerk names an account as secretary, by its name and by keys alone', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  const start = Math.floor((Date.now() + 41 * day) / day) * day + 12.5 * 3_600_000;
  await beginBooking(page, title, start);
  await pressOn(page, page.getByText('Giấy mời, chủ tọa, thư ký'));
  const account = page.getByRole('combobox', { name: 'Tài khoản làm thư ký phiên này' });
  const name = page.getByRole('textbox', { name: 'Thư ký', exact: true });
  await tabTo(page, account);
  // Without its marks, as people type when they are in a hurry.
  await page.keyboard.type(`thi lan ${mark}`);
  await expect(page.getByRole('option', { name: lan.displayName })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(name).toHaveValue(lan.displayName);
  for (const [typed, then] of [
    ['không giao', ''],
    [lan.userName, lan.displayName],
  ] as const) {
    await page.keyboard.press('Control+A');
    await page.keyboard.type(typed);
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(name).toHaveValue(then);
  }
  await look(page, 'secretary-form');
  expect(await seriousFaults(page)).toEqual([]);
  await pressOn(page, page.getByRole('button', { name: 'Chọn tất cả', exact: true }));
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await page.getByRole('button', { name: 'Gửi duyệt' }).press('Enter');
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  id = page.url().split('/').at(-1) ?? '';
  await expect(page.getByText(`${lan.displayName} – được giao bằng tài khoản ${lan.userName}`)).toBeVisible();
});

test('she finds it among her sessions and keeps its agenda', async ({ browser, request }) => {
  const context = await browser.newContext({ baseURL: demo.url });
  expect(
    (
      await context.request.post('/api/session', { data: { userName: lan.userName, password: lan.password } })
    ).status(),
  ).toBe(200);
  hers = await context.newPage();
  failOnBrokenRules(hers);
  await hers.goto('/');
  await expect(hers.getByRole('heading', { name: 'Phiên của tôi' })).toBeVisible();
  const session = hers.getByTestId('own-session');
  await expect(session).toHaveCount(1);
  await expect(session).toContainText('Tôi làm thư ký');
  await look(hers, 'secretary-mine');
  expect(await seriousFaults(hers)).toEqual([]);
  await pressOn(hers, hers.getByRole('link', { name: title }));
  await expect(hers.getByRole('heading', { name: title })).toBeVisible();
  await expect(hers.getByRole('button', { name: 'Sửa', exact: true })).toHaveCount(0);
  const edit = hers.getByRole('button', { name: 'Sửa chương trình, liên kết' });
  const add = hers.getByRole('button', { name: 'Thêm mục' });
  await pressOn(hers, edit);
  await expect(add).toBeFocused();
  await pressOn(hers, hers.getByRole('button', { name: 'Thôi', exact: true }));
  await expect(edit).toBeFocused();
  await pressOn(hers, edit);
  await pressOn(hers, add);
  await hers.getByLabel('Nội dung mục 1').focus();
  await hers.keyboard.type('Tình hình mưa lũ');
  await typeInto(hers, hers.getByLabel('Số phút mục 1'), '500');
  await look(hers, 'secretary-papers');
  expect(await seriousFaults(hers)).toEqual([]);
  const save = hers.getByRole('button', { name: 'Lưu', exact: true });
  await pressOn(hers, save);
  await expect(hers.getByText(/480 phút/)).toBeVisible();
  await hers.getByLabel('Số phút mục 1').fill('15');

  // The clerk has changed it meanwhile: it is taken as it is by now, and written again.
  const about = `${demo.url}/api/briefings/${id}`;
  const { version } = (await (await request.get(about, authorised)).json()) as { version: number };
  const other = await request.put(`${about}/papers`, {
    ...authorised,
    data: { version, agenda: [{ topic: 'Mục của văn phòng' }], links: [] },
  });
  expect(other.status(), await other.text()).toBe(200);
  await pressOn(hers, save);
  await expect(hers.getByRole('alert')).toBeVisible();
  await pressOn(hers, hers.getByRole('button', { name: 'Tải lại, bỏ phần chưa lưu' }));
  const topic = hers.getByLabel('Nội dung mục 1');
  await expect(topic).toHaveValue('Mục của văn phòng');
  await expect(topic).toBeFocused();
  await topic.fill('Tình hình mưa lũ');
  await hers.getByLabel('Số phút mục 1').fill('15');
  await pressOn(hers, save);
  await expect(hers.getByTestId('agenda').getByRole('listitem')).toHaveText(/Tình hình mưa lũ.*15 phút/);
  await expect(edit).toBeFocused();
  await expect(hers.getByText('Sửa chương trình, liên kết', { exact: true }).first()).toBeVisible();
  await look(hers, 'secretary-briefing');
  expect(await seriousFaults(hers)).toEqual([]);
});

test('she leads the running session that names her', async ({ request }) => {
  const live = await bookLive(request, `Đang họp ${mark}`, {
    secretaryId: accountId,
    agenda: [{ topic: 'Khai mạc' }, { topic: 'Kết luận' }],
  });
  await hers.goto('/mine');
  await expect(hers.getByTestId('own-session')).toHaveCount(2);
  await hers.goto(`/live/${live.id}`);
  const panel = hers.getByTestId('agenda-panel');
  await expect(panel).toContainText('Khai mạc');
  await panel.getByRole('button', { name: 'Mời mục kế tiếp' }).press('Enter');
  await expect(panel.locator('[aria-current=step]')).toContainText('Khai mạc');
  await look(hers, 'secretary-board');
});

test('un-named she has nothing of it any more', async ({ request }) => {
  const about = `${demo.url}/api/briefings/${id}`;
  const read = (await (await request.get(about, authorised)).json()) as {
    version: number;
    chairRoomId: string;
    rooms: { id: string }[];
    occurrences: { start: string; end: string }[];
  };
  const changed = await request.put(about, {
    ...authorised,
    data: {
      title,
      version: read.version,
      chairRoomId: read.chairRoomId,
      roomIds: read.rooms.map((room) => room.id),
      start: read.occurrences[0]?.start,
      end: read.occurrences[0]?.end,
      dossier: {},
    },
  });
  expect(changed.status(), await changed.text()).toBe(200);
  await hers.goto(`/briefings/${id}`);
  await expect(hers.getByRole('alert')).toContainText('không có quyền');
  await pressOn(hers, hers.getByRole('main').getByRole('link', { name: 'Phiên của tôi' }));
  await expect(hers.getByTestId('own-session')).toHaveCount(1);
});

test('of a series she keeps the agenda of all, or of one session, and changes no other unsaved', async ({
  request,
}) => {
  const start = Math.floor((Date.now() + 48 * day) / day) * day + 12.5 * 3_600_000;
  const rooms = (await allRooms(request)).slice(0, 2).map((room) => room.id);
  const booked = await request.post(`${demo.url}/api/briefings`, {
    ...authorised,
    data: {
      title: `Chuỗi ${mark}`,
      chairRoomId: rooms[0],
      roomIds: rooms,
      start: new Date(start).toISOString(),
      end: new Date(start + 3_600_000).toISOString(),
      recurrence: { frequency: 'daily', count: 2, onHoliday: 'keep', onClash: 'refuse' },
      dossier: { secretaryId: accountId },
    },
  });
  expect(booked.status(), await booked.text()).toBe(201);
  seriesId = ((await booked.json()) as { id: string }).id;
  await hers.goto(`/briefings/${seriesId}`);
  const edit = hers.getByRole('button', { name: 'Sửa chương trình, liên kết' });
  const which = hers.getByRole('combobox', { name: 'Của buổi nào' });
  await pressOn(hers, edit);
  await expect(which).toBeFocused();
  await hers.keyboard.press('ArrowDown');
  await hers.keyboard.press('ArrowDown');
  await hers.keyboard.press('Enter');
  await expect(which).not.toHaveValue('Cả chuỗi phiên');
  await pressOn(hers, hers.getByRole('button', { name: 'Thêm mục' }));
  await typeInto(hers, hers.getByLabel('Nội dung mục 1'), 'Mưa lũ');
  await expect(which).toBeDisabled();
  await expect(hers.getByText('Lưu hoặc bấm Thôi trước khi chọn buổi khác.')).toBeVisible();
  await look(hers, 'secretary-series');
  expect(await seriousFaults(hers)).toEqual([]);
  await pressOn(hers, hers.getByRole('button', { name: 'Lưu', exact: true }));
  await expect(edit).toBeFocused();
});
