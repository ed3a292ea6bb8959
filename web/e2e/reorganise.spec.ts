import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { authorised, demo, look, pageOf, pressOn, seriousFaults, tabTo, typeInto } from './demo';

// The administrator merges one unit into another and is shown first what goes over, puts a split down for a day to come, chooses what goes
// where, and takes it back. With the keyboard alone.
test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.use({ baseURL: demo.url });

const tag = Date.now().toString(36);
const ending = `Chi cục Thủy lợi ${tag}`;
const heir = `Chi cục Nông thôn ${tag}`;
const below = `Trạm Thủy nông ${tag}`;
const person = `Lê Văn Tám ${tag}`;
const site = `Trụ sở Thủy lợi ${tag}`;
const room = `Phòng họp Thủy lợi ${tag}`;
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
] as const;
let roomId = '';

async function make(request: APIRequestContext, path: string, data: object): Promise<string> {
  const made = await request.post(`${demo.url}/api/${path}`, { ...authorised, data });
  expect(made.status(), await made.text()).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

test.beforeAll(async ({ request }) => {
  const unit = (name: string, parentId: string | null = null) =>
    make(request, 'units', { name, kind: 'chi cục', validFrom: '2020-01-01', parentId });
  const [unitId, heirId] = [await unit(ending), await unit(heir)];
  const unitRoles = [
    { role: 'clerk', unitId },
    { role: 'approver', unitId: await unit(below, heirId) },
  ];
  await make(request, 'accounts', {
    userName: `tam-${tag}`,
    displayName: person,
    roles: [],
    unitRoles,
    password: 'mat-khau-cua-tam',
  });
  const siteId = await make(request, 'sites', { name: site, unitId });
  roomId = await make(request, 'rooms', {
    name: room,
    siteId,
    endpoints: [{ address: `sip:${tag}@127.0.0.1` }],
  });
});

test.afterAll(async ({ request }) => {
  await request.delete(`${demo.url}/api/rooms/${roomId}`, authorised);
});

/** Opens the acts for a unit, and goes to one by the arrow keys. */
async function begin(page: Page, unit: string, act: string): Promise<void> {
  await page.goto('/rooms?tab=units');
  await pressOn(page, page.getByRole('button', { name: 'Sắp xếp đơn vị' }));
  await pick(page, 'Đơn vị cần sắp xếp', unit);
  await tabTo(page, page.getByRole('radio', { name: 'Đổi tên' }));
  const wanted = page.getByRole('radio', { name: act });
  for (let step = 0; step < 4 && !(await wanted.isChecked()); step++) await page.keyboard.press('ArrowRight');
  await expect(wanted).toBeChecked();
}

async function pick(page: Page, box: string, name: string): Promise<void> {
  const field = page.getByRole('combobox', { name: box });
  if (!(await field.evaluate((element) => element === document.activeElement))) await tabTo(page, field);
  await page.keyboard.type(name);
  await expect(page.getByRole('option', { name, exact: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(name);
}

/** At both sizes all is reachable, and nothing is cut off at the side. */
async function fits(page: Page): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await seriousFaults(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
  }
}

test('a merger shows what goes over, and takes it over', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await begin(page, ending, 'Sáp nhập');
  await pressOn(page, page.getByRole('button', { name: 'Xem trước' }));
  await expect(page.getByText('Cần nhập')).toBeVisible();
  await pick(page, 'Đơn vị tiếp nhận', heir);
  await look(page, 'reorganise-form');
  await fits(page);
  await pressOn(page, page.getByRole('button', { name: 'Xem trước' }));

  await expect(page.getByRole('heading', { name: 'Những gì sẽ thay đổi' })).toBeFocused();
  await expect(page.getByText(`${ending} kết thúc`)).toBeVisible();
  await expect(page.getByRole('row', { name: `${site} ${heir}` })).toBeVisible();
  await expect(page.getByRole('row', { name: `${room} ${heir}` })).toBeVisible();
  await expect(page.getByRole('row', { name: `${person} Chuyên viên văn phòng ${heir}` })).toBeVisible();
  await expect(page.getByText(`cũng có hiệu lực với mọi thứ khác của ${heir}`)).toBeVisible();
  await look(page, 'reorganise-preview');
  await fits(page);
  await pressOn(page, page.getByRole('button', { name: 'Thực hiện ngay' }));

  await expect(page.getByText(`Đã thực hiện: ${ending} → ${heir}.`)).toBeVisible();
  await expect(page.getByRole('row', { name: ending }).first()).toContainText(
    /\d\d\/\d\d\/\d{4}.*\d\d\/\d\d\/\d{4}/,
  );
  await page.goto('/rooms?tab=sites');
  await expect(page.getByRole('row', { name: site })).toContainText(heir);
  await page.context().close();
});

test('a role is not carried up: the preview says whose, and the form is there again', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await begin(page, below, 'Giải thể');
  await pressOn(page, page.getByRole('button', { name: 'Xem trước' }));
  await expect(page.getByText('1 quyền không chuyển lên cấp trên')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: person })).toHaveText(
    `${person}: Người duyệt, ${below}`,
  );
  await look(page, 'reorganise-up');
  await fits(page);
  await pressOn(page, page.getByRole('button', { name: 'Sửa lại' }));
  await expect(page.getByRole('radio', { name: 'Giải thể' })).toBeFocused();
  await page.context().close();
});

test('a split to come is listed with its day, and taken back', async ({ browser }) => {
  const page = await pageOf(browser, 'administrator');
  await begin(page, heir, 'Chia tách');
  await typeInto(page, page.getByRole('textbox', { name: 'Có hiệu lực từ ngày' }), '01/07/2027');
  const second = page.getByRole('group', { name: 'Đơn vị mới 2' });
  await typeInto(page, second.getByRole('textbox', { name: 'Tên đơn vị' }), `Chi cục Phát triển ${tag}`);
  await pressOn(page, page.getByRole('button', { name: 'Xem trước' }));

  const chosen = page.getByRole('combobox', { name: `Chuyển ${site} cho` });
  await tabTo(page, chosen);
  await page.keyboard.press('ArrowDown');
  await expect(chosen).toHaveValue('1');
  await expect(page.getByText('Đang xem những gì sẽ chuyển…')).toBeHidden();
  await expect(chosen).toBeFocused();
  // The room is where its site is.
  await expect(page.getByRole('combobox', { name: `Chuyển ${room} cho` })).toHaveValue('1');
  await look(page, 'reorganise-split');
  await fits(page);
  await pressOn(page, page.getByRole('button', { name: 'Đặt lịch thực hiện' }));

  const coming = page.getByRole('region', { name: 'Sắp thực hiện' });
  await expect(coming.getByRole('row', { name: new RegExp(`01/07/2027.*${heir}`) })).toContainText(
    'Chờ đến ngày',
  );
  await look(page, 'reorganise-coming');
  await fits(page);
  await pressOn(page, coming.getByRole('button', { name: new RegExp(`^Rút lại ${heir}`) }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Rút lại', exact: true }));
  await expect(page.getByText(`Đã rút lại: ${heir}`)).toBeVisible();
  await expect(coming).toBeHidden();
  await page.context().close();
});
