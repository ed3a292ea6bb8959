import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import {
  allRooms,
  authorised,
  beginBooking,
  demo,
  failOnBrokenRules,
  look,
  pageOf,
  pressOn,
  seriousFaults,
  tabTo,
  written,
} from './demo';

// A secret briefing: booked with the keyboard, refused room by room where devices are not certified, and "busy" to everybody else.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ baseURL: demo.url });

const day = 86_400_000;
const title = `Họp kín ${Date.now().toString(36)}`;
const start = Math.floor((Date.now() + 43 * day) / day) * day + 12.5 * 3_600_000;
const other = { userName: `khac-${Date.now().toString(36)}`, password: 'mot-mat-khau-dai' };
let address = '';

interface Room {
  id: string;
  name: string;
  shortName: string;
  siteId: string | null;
  unitId: string | null;
  endpoints: { address: string; outgoingUser: string | null }[];
}

/** Gives three rooms, the chair's among them, a certified device, or takes the certificates away. */
async function certify(request: APIRequestContext, until: string | null): Promise<void> {
  const rooms = await allRooms<Room>(request);
  const chair = rooms.find((room) => room.shortName === 'UBND tỉnh');
  const chosen = [chair, ...rooms.filter((room) => room !== chair).slice(0, 2)];
  for (const room of chosen) {
    if (!room) throw new Error('The demo has no room of the UBND tỉnh.');
    const { name, shortName, siteId, unitId } = room;
    const endpoints = room.endpoints.map(({ address: to, outgoingUser }) => ({
      address: to,
      outgoingUser,
      certificate: until && 'CY-2026/0815',
      certifiedUntil: until,
    }));
    const answer = await request.put(`${demo.url}/api/rooms/${room.id}`, {
      ...authorised,
      data: { name, shortName, siteId, unitId, endpoints },
    });
    expect(answer.status(), await answer.text()).toBe(200);
  }
}

test.beforeAll(async ({ request }) => {
  await certify(request, '2099-12-31');
  const made = await request.post(`${demo.url}/api/accounts`, {
    ...authorised,
    data: { ...other, displayName: 'Chuyên viên khác', roles: ['clerk'] },
  });
  expect(made.status(), await made.text()).toBe(201);
});

test.afterAll(async ({ request }) => {
  const id = address.split('/').at(-1);
  if (id) await request.post(`${demo.url}/api/briefings/${id}/cancel`, { ...authorised, data: {} });
  await certify(request, null);
});

test('a clerk books what is secret, and is told which rooms may not come', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await beginBooking(page, title, start);
  await pressOn(page, page.getByText('Độ mật, mã hóa, ghi âm'));
  await expect(page.getByRole('radio', { name: 'Không mật' })).toBeAttached();
  await tabTo(page, page.getByRole('radio', { name: 'Không mật' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Tối mật' })).toBeChecked();
  await expect(page.getByTestId('secrecy-rules')).toContainText(
    'một mình không đủ để bảo vệ bí mật nhà nước',
  );
  const encryption = page.getByRole('radiogroup', { name: 'Mã hóa cuộc gọi' });
  await expect(encryption.getByRole('radio', { name: 'Bắt buộc' })).toBeChecked();
  await expect(encryption.getByRole('radio', { name: 'Tắt' })).toBeDisabled();
  await expect(page.getByText('Phiên có độ mật không được ghi âm')).toBeVisible();

  await pressOn(page, page.getByRole('button', { name: 'Chọn tất cả', exact: true }));
  const unfit = page.getByTestId('unfit');
  await expect(unfit).toContainText('Chưa có thiết bị được chứng nhận.');
  await look(page, 'secrecy-form');
  expect(await seriousFaults(page)).toEqual([]);
  const leaveOut = unfit.getByRole('button', { name: /^Bỏ \d+ điểm cầu này/ });
  await leaveOut.focus();
  await page.keyboard.press('Enter');
  await expect(unfit).toHaveCount(0);
  await expect(page.getByTestId('rooms-count')).toContainText('chọn 2/');
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await page.getByRole('button', { name: 'Gửi duyệt' }).press('Enter');
  await expect(page).toHaveURL(/briefings\/[0-9a-f-]{36}$/);
  address = new URL(page.url()).pathname;
  await expect(page.getByTestId('secrecy')).toContainText('Tối mật');
  await expect(page.getByTestId('not-enough')).toContainText('Nghị định 26/2020/NĐ-CP');
  await look(page, 'secrecy-briefing');
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});

test('another clerk sees that rooms are busy and nothing else', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: demo.url });
  const answer = await context.request.post('/api/session', { data: other });
  expect(answer.status(), await answer.text()).toBe(200);
  const page: Page = await context.newPage();
  failOnBrokenRules(page);
  const week = written(start).day.split('/').reverse().join('-');
  for (const view of ['', '&view=list', '&view=rooms']) {
    await page.goto(`/calendar?day=${week}${view}`);
    await expect(page.getByText('Bận').first()).toBeVisible();
    await expect(page.getByText(title)).toHaveCount(0);
    expect(await page.content()).not.toContain(title);
  }
  await page.goto(`/calendar?day=${week}&q=${encodeURIComponent(title)}`);
  await expect(page.getByText(`Không có phiên nào khớp`).or(page.getByRole('status')).first()).toBeVisible();
  await look(page, 'secrecy-busy');
  await page.goto(address);
  await expect(page.getByText('Phiên này có độ mật: chỉ người đặt')).toBeVisible();
  expect(await page.content()).not.toContain(title);
  await context.close();
});

test('an administrator enters a certificate in the room form', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await page.goto('/rooms');
  await expect(page.getByText('Chứng nhận đến 31/12/2099').first()).toBeVisible();
  await page
    .getByRole('button', { name: /^Sửa .*nhân dân tỉnh Khánh Hòa/ })
    .first()
    .press('Enter');
  const until = page.getByRole('textbox', { name: 'Còn hạn đến' });
  await expect(page.getByLabel(/^Chứng nhận dự phiên mật/)).toHaveValue('CY-2026/0815');
  await look(page, 'secrecy-room');
  await until.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('30/06/2098');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Lưu', exact: true }).press('Enter');
  await expect(page.getByText('Chứng nhận đến 30/06/2098')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await page.context().close();
});
