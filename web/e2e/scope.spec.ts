import { expect, test, type APIRequestContext, type Browser } from '@playwright/test';
import {
  allRooms,
  authorised,
  beginBooking,
  bookLive,
  demo,
  failOnBrokenRules,
  freeTheRooms,
  look,
  pressOn,
  seriousFaults,
} from './demo';

// Whoever has a role for one unit is shown what he may do there, and no button that would be refused.
test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.use({ baseURL: demo.url });

interface Room {
  id: string;
  name: string;
  shortName: string;
  unitId: string | null;
  endpoints: { address: string }[];
}

const mark = Date.now().toString(36);

test.afterAll(async ({ request }) => freeTheRooms(request));

/** The first two rooms of the demo's sessions whose units do not contain each other. */
async function twoRooms(request: APIRequestContext): Promise<[Room, Room]> {
  const units = (await (await request.get(`${demo.url}/api/units`, authorised)).json()) as {
    id: string;
    parentId: string | null;
  }[];
  const leaf = (id: string | null) => id !== null && !units.some((unit) => unit.parentId === id);
  const rooms = (await allRooms<Room>(request)).slice(0, 4).filter((room) => leaf(room.unitId));
  const [own, other] = [rooms[0], rooms.find((room) => room.unitId !== rooms[0]?.unitId)];
  if (!own || !other) throw new Error('The demo has no two rooms of different units.');
  return [own, other];
}

async function pageOfUnit(
  browser: Browser,
  request: APIRequestContext,
  role: 'itOfficer' | 'technician' | 'clerk',
  unitId: string | null,
) {
  const account = { userName: `${role.toLowerCase()}-${mark}`, password: 'mot-mat-khau-dai' };
  const made = await request.post(`${demo.url}/api/accounts`, {
    ...authorised,
    data: { ...account, displayName: `Người của đơn vị ${mark}`, roles: [], unitRoles: [{ role, unitId }] },
  });
  expect(made.status(), await made.text()).toBe(201);
  const context = await browser.newContext({ baseURL: demo.url });
  const answer = await context.request.post('/api/session', { data: account });
  expect(answer.status(), await answer.text()).toBe(200);
  const page = await context.newPage();
  failOnBrokenRules(page);
  return page;
}

test('an IT officer of a unit edits its rooms, its sites and whom to write to, and nothing else', async ({
  browser,
  request,
}) => {
  const [own, other] = await twoRooms(request);
  const page = await pageOfUnit(browser, request, 'itOfficer', own.unitId);
  await page.goto('/rooms');
  await expect(page.getByRole('button', { name: `Sửa ${own.name}`, exact: true })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: other.name })).toBeVisible();
  await expect(page.getByRole('button', { name: `Sửa ${other.name}`, exact: true })).toHaveCount(0);
  await look(page, 'scope-rooms');
  expect(await seriousFaults(page)).toEqual([]);

  await page.goto('/rooms?tab=units');
  const edit = page.getByRole('button', { name: /^Sửa / });
  await expect(edit).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Thêm đơn vị' })).toHaveCount(0);
  await edit.press('Enter');
  const form = page.getByRole('dialog');
  await expect(form).toContainText('ở đây chỉ sửa người liên hệ');
  await expect(form.getByLabel('Tên đơn vị')).toHaveCount(0);
  await form.getByLabel(/^Người liên hệ/).fill(`Bà Liên Hệ ${mark}`);
  await look(page, 'scope-unit');
  expect(await seriousFaults(page)).toEqual([]);
  await form.getByRole('button', { name: 'Lưu', exact: true }).press('Enter');
  await expect(page.getByRole('row').filter({ hasText: `Bà Liên Hệ ${mark}` })).toBeVisible();
  await page.context().close();
});

test('a technician of a unit acts on its room of a session that another hosts', async ({
  browser,
  request,
}) => {
  const [own, other] = await twoRooms(request);
  const live = await bookLive(request, `Phiên của đơn vị khác ${mark}`);
  const page = await pageOfUnit(browser, request, 'technician', own.unitId);
  await page.goto(`/live/${live.id}`);
  await expect(page.getByText('Chỉ điều khiển điểm cầu của đơn vị mình')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Kết thúc…' })).toHaveCount(0);
  const detail = page.getByTestId('detail');
  const shown = async ({ id }: Room) => {
    await page.locator(`[data-room="${id}"] button`).first().press('Enter');
    await expect(detail).toBeVisible();
  };
  await shown(own);
  await expect(detail.getByRole('button', { name: 'Tắt mic', exact: true })).toBeVisible();
  await look(page, 'scope-board');
  expect(await seriousFaults(page)).toEqual([]);
  await detail.getByRole('button', { name: 'Tắt mic', exact: true }).press('Enter');
  await expect(detail.getByRole('button', { name: 'Bật mic', exact: true })).toBeVisible();
  await shown(other);
  await expect(detail.getByRole('heading', { name: other.name })).toBeVisible();
  await expect(detail.getByRole('button', { name: /mic/ })).toHaveCount(0);
  await page.context().close();
});

test('a clerk of a unit books for it without having to say so', async ({ browser, request }) => {
  const [own] = await twoRooms(request);
  const units = (await (await request.get(`${demo.url}/api/units`, authorised)).json()) as {
    id: string;
    name: string;
  }[];
  const unit = units.find(({ id }) => id === own.unitId)?.name ?? '';
  const page = await pageOfUnit(browser, request, 'clerk', own.unitId);
  await beginBooking(page, `Phiên của đơn vị ${mark}`, Date.parse('2029-03-07T19:30:00+07:00'));
  await pressOn(page, page.getByRole('button', { name: 'Chọn tất cả', exact: true }));
  await pressOn(page, page.getByText('Giấy mời, chủ tọa, thư ký'));
  const host = page.getByRole('combobox', { name: 'Cơ quan chủ trì' });
  await expect(host).toHaveValue(unit);
  await host.press('ArrowDown');
  await expect(page.getByRole('option')).toHaveText([unit]);
  await host.press('Escape');
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await pressOn(page, page.getByRole('button', { name: 'Gửi duyệt' }));
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  await expect(page.getByText(unit).first()).toBeVisible();
  await page.context().close();
});
