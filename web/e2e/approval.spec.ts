import { expect, test, type Browser, type Page } from '@playwright/test';
import { failOnBrokenRules, look, pressOn, seriousFaults, tabTo, typeInto, written } from './demo';
import { ownDemo, type OwnDemo } from './ownDemo';

// The way of a request in an installation of two steps, each of its people with the keyboard alone: booked, approved by the office, then by
// technicians; an urgent one by the office alone; two that want the same rooms.
test.describe.configure({ mode: 'serial', timeout: 240_000 });

const day = 86_400_000;
const start = Math.floor((Date.now() + 20 * day) / day) * day + 12.5 * 3_600_000;
let server: OwnDemo;
let address = '';

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await ownDemo('--Approval:Technical', 'true');
});
test.afterAll(async () => server.stop());

async function pageOf(browser: Browser, role: string): Promise<Page> {
  const account = server.accounts.find((one) => one.roles.includes(role));
  if (!account) throw new Error(`The demo has no ${role}.`);
  const context = await browser.newContext({ baseURL: server.url });
  const { userName, password } = account;
  const answer = await context.request.post('/api/session', { data: { userName, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  const page = await context.newPage();
  failOnBrokenRules(page);
  return page;
}

/** The form up to the rooms: all of them, an hour in the evening. */
async function fill(page: Page, title: string, at: number): Promise<void> {
  await page.goto('/calendar/new');
  await expect(page.getByLabel('Tên phiên họp')).toBeFocused();
  await page.keyboard.type(title);
  await typeInto(page, page.getByRole('textbox', { name: 'Ngày', exact: true }), written(at).day);
  await typeInto(page, page.getByRole('combobox', { name: 'Bắt đầu' }), '19h30');
  await typeInto(page, page.getByRole('combobox', { name: 'Kết thúc' }), '2030');
}

async function chooseRooms(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('combobox', { name: 'Điểm cầu chủ tọa' }));
  await page.keyboard.type('ubnd tinh');
  await page.keyboard.press('Enter');
  await pressOn(page, page.getByRole('button', { name: 'Chọn tất cả', exact: true }));
}

const cardOf = (page: Page, title: string) => page.getByTestId('pending').filter({ hasText: title });

test('a clerk books, and it waits for the office and then for technicians', async ({ browser }) => {
  const page = await pageOf(browser, 'clerk');
  await fill(page, 'Hai bước', start);
  await chooseRooms(page);
  await expect(page.getByTestId('check')).toContainText('Không trùng lịch');
  await pressOn(page, page.getByRole('button', { name: 'Gửi duyệt' }));
  await expect(page).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  address = page.url();
  await expect(page.getByTestId('steps')).toContainText('Văn phòng: chờ duyệt');
  await expect(page.getByTestId('steps')).toContainText('Kỹ thuật: sau bước trước');
  await page.context().close();
});

test('the office approves, then technicians, and the dossier names both', async ({ browser }) => {
  const office = await pageOf(browser, 'approver');
  await office.goto('/approvals');
  await expect(cardOf(office, 'Hai bước')).toContainText('hạn');
  await look(office, 'approvals-office');
  expect(await seriousFaults(office)).toEqual([]);
  await pressOn(office, cardOf(office, 'Hai bước').getByRole('button', { name: 'Duyệt', exact: true }));
  await expect(office.getByRole('region', { name: 'Kỹ thuật' })).toContainText('Hai bước');
  await office.context().close();

  const technician = await pageOf(browser, 'technician');
  await technician.goto('/approvals');
  await expect(cardOf(technician, 'Hai bước')).toContainText('Văn phòng: Trần Quốc Bảo');
  await pressOn(
    technician,
    cardOf(technician, 'Hai bước').getByRole('button', { name: 'Duyệt', exact: true }),
  );
  await expect(cardOf(technician, 'Hai bước')).toHaveCount(0);
  await technician.context().close();

  const clerk = await pageOf(browser, 'clerk');
  await clerk.goto(address);
  const steps = clerk.getByTestId('steps');
  await expect(steps).toContainText('Văn phòng: đã duyệt');
  await expect(steps).toContainText('Trần Quốc Bảo');
  await expect(steps).toContainText('Kỹ thuật: đã duyệt');
  await expect(steps).toContainText('Lê Hoàng Phúc');
  await look(clerk, 'briefing-steps');
  expect(await seriousFaults(clerk)).toEqual([]);
  await clerk.context().close();
});

test('an urgent session needs the office alone, and technicians are told', async ({ browser }) => {
  const clerk = await pageOf(browser, 'clerk');
  await fill(clerk, 'Ứng phó bão', start - 15 * day);
  await tabTo(clerk, clerk.getByRole('checkbox', { name: 'Phiên đột xuất' }));
  await clerk.keyboard.press('Space');
  await typeInto(clerk, clerk.getByLabel('Lý do đột xuất'), 'Bão số 12 đổ bộ');
  await look(clerk, 'booking-urgent');
  await chooseRooms(clerk);
  await expect(clerk.getByTestId('check')).toContainText('Không trùng lịch');
  await pressOn(clerk, clerk.getByRole('button', { name: 'Gửi duyệt' }));
  await expect(clerk.getByTestId('urgent').first()).toBeVisible();
  await clerk.context().close();

  const office = await pageOf(browser, 'approver');
  await office.goto('/approvals');
  const first = office.getByTestId('pending').first();
  await expect(first).toContainText('Đột xuất: Bão số 12 đổ bộ');
  await look(office, 'approvals-urgent');
  await pressOn(office, first.getByRole('button', { name: 'Duyệt', exact: true }));
  await expect(cardOf(office, 'Ứng phó bão')).toHaveCount(0);
  await office.context().close();

  const technician = await pageOf(browser, 'technician');
  await technician.goto('/approvals');
  await expect(technician.getByTestId('urgent-approved')).toContainText('Ứng phó bão');
  await look(technician, 'approvals-told');
  await technician.context().close();
});

test('two that want the same rooms are side by side, and approving one says what happens to the other', async ({
  browser,
}) => {
  const clerk = await pageOf(browser, 'clerk');
  await fill(clerk, 'Giữ phòng', start + 2 * day);
  await chooseRooms(clerk);
  await pressOn(clerk, clerk.getByRole('button', { name: 'Gửi duyệt' }));
  await expect(clerk).toHaveURL(/\/briefings\/[0-9a-f-]{36}$/);
  const holder = clerk.url();
  await fill(clerk, 'Xin thay', start + 2 * day);
  await chooseRooms(clerk);
  await expect(clerk.getByTestId('check')).toContainText('Giữ phòng');
  await look(clerk, 'booking-competes');
  await pressOn(clerk, clerk.getByRole('button', { name: 'Gửi đề nghị thay' }));
  await expect(clerk.getByText('Phiên này là đề nghị thay')).toBeVisible();

  const office = await pageOf(browser, 'approver');
  await office.goto('/approvals');
  const pair = office.getByRole('region', { name: 'Cùng xin một phòng' });
  await expect(pair.getByTestId('pending')).toHaveCount(2);
  const rival = pair.getByTestId('pending').filter({ hasText: 'Đề nghị thay' });
  await expect(rival).toContainText('Duyệt phiên này thì “Giữ phòng” bị trả lại.');
  await look(office, 'approvals-rivals');
  expect(await seriousFaults(office)).toEqual([]);
  await pressOn(office, rival.getByRole('button', { name: 'Duyệt', exact: true }));
  await expect(pair).toHaveCount(0);
  await office.context().close();

  await clerk.goto(holder);
  await expect(clerk.getByText('Nhường phòng cho phiên “Xin thay” được duyệt trước.').first()).toBeVisible();
  await clerk.context().close();
});

test('an approver lends his right, and ends it', async ({ browser }) => {
  const office = await pageOf(browser, 'approver');
  await office.goto('/profile');
  const lent = office.getByTestId('delegations');
  await expect(lent).toBeVisible();
  await tabTo(office, lent.getByRole('combobox', { name: 'Người duyệt thay' }));
  await office.keyboard.type('thu ha');
  await expect(office.getByRole('option', { name: /Thu Hà/ })).toBeVisible();
  await office.keyboard.press('ArrowDown');
  await office.keyboard.press('Enter');
  await pressOn(office, lent.getByRole('button', { name: 'Giao quyền' }));
  await expect(lent).toContainText('Bạn giao cho Nguyễn Thị Thu Hà');
  await look(office, 'delegation');
  expect(await seriousFaults(office)).toEqual([]);

  const clerk = await pageOf(browser, 'clerk');
  await clerk.goto('/approvals');
  await expect(clerk.getByText('Bạn đang duyệt thay Trần Quốc Bảo.')).toBeVisible();
  await pressOn(office, lent.getByRole('button', { name: 'Kết thúc: Nguyễn Thị Thu Hà' }));
  await expect(lent).toContainText('đã hết');
  await clerk.reload();
  await expect(
    clerk
      .getByText('Không tìm thấy')
      .or(clerk.getByRole('heading', { name: /không/i }))
      .first(),
  ).toBeVisible();
  await clerk.context().close();
  await office.context().close();
});
