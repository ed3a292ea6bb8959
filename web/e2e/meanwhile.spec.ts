import { expect, test } from '@playwright/test';
import { authorised, demo, pageOf, seriousFaults } from './demo';

// Two people change one thing at a time: the second is told, takes it as it is by now, and goes on, by keys alone.
test.use({ baseURL: demo.url });

const stem = Date.now().toString(36);
const device = { endpoints: [{ address: 'sip:nguoi-khac@10.0.0.9' }] };
const endings = ['', ' khác', ' của cả hai'];
const things = [
  { path: 'sites', label: 'Tên nơi đặt', first: `Nhà ${stem}`, rest: {} },
  { path: 'units', label: 'Tên đơn vị', first: `Sở ${stem}`, rest: { kind: 'sở', validFrom: '2020-01-01' } },
  { path: 'lines', label: 'Tên đường truyền', first: `Tuyến ${stem}`, rest: { kbits: 1000 } },
  { path: 'rooms', label: 'Tên đầy đủ', first: `Phòng ${stem}`, rest: device },
  { path: 'accounts', label: 'Họ và tên', first: `Văn ${stem}`, rest: { roles: ['clerk'] } },
];

for (const { path, label, first, rest } of things)
  test(`who saves one of the ${path} that somebody else has changed meanwhile goes on from there`, async ({
    browser,
    request,
  }) => {
    const [mine, theirs, ours] = endings.map((ending) => first + ending) as [string, string, string];
    const isAccount = path === 'accounts';
    const named = (name: string) => ({ ...(isAccount ? { displayName: name } : { name }), ...rest });
    const entry = isAccount ? { userName: `van-${stem}`, password: 'mat-khau-cua-van' } : {};
    const made = await request.post(`${demo.url}/api/${path}`, {
      ...authorised,
      data: { ...named(mine), ...entry },
    });
    expect(made.status(), await made.text()).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const page = await pageOf(browser, 'administrator');
    await page.goto(isAccount ? '/accounts' : `/rooms?tab=${path}`);
    await page.getByRole('button', { name: `Sửa ${mine}`, exact: true }).press('Enter');
    const name = page.getByRole('dialog').getByLabel(label);
    await expect(name).toHaveValue(mine);
    const other = await request.put(`${demo.url}/api/${path}/${id}`, { ...authorised, data: named(theirs) });
    expect(other.status(), await other.text()).toBe(200);

    await name.fill(`${mine} chưa lưu`);
    await name.press('Enter');
    await expect(page.getByRole('alert')).toContainText('vừa được người khác sửa');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Tải lại, bỏ phần chưa lưu' }).press('Enter');
    await expect(name).toHaveValue(theirs);
    await expect(name).toBeFocused();
    await expect(page.getByRole('alert')).toHaveCount(0);

    await name.fill(ours);
    await name.press('Enter');
    await expect(page.getByRole('button', { name: `Sửa ${ours}` })).toBeFocused();
    await page.context().close();
  });

test('what is saved again after its answer was lost is there once', async ({ browser, request }) => {
  const name = `Tuyến một lần ${stem}`;
  const page = await pageOf(browser, 'administrator');
  await page.goto('/rooms?tab=lines');
  let lost = 0;
  await page.route('**/api/lines', async (route) => {
    if (route.request().method() !== 'POST' || lost++ > 0) return route.continue();
    // The server has it; the line breaks on the way back.
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Thêm đường truyền' }).press('Enter');
  const form = page.getByRole('dialog');
  await form.getByLabel('Tên đường truyền').fill(name);
  await form.getByLabel(/kbit/).fill('512');
  const save = form.getByRole('button', { name: 'Lưu', exact: true });
  await save.press('Enter');
  await expect(form.getByRole('alert')).toContainText('Không liên lạc được với máy chủ');
  await save.press('Enter');
  await expect(form).toBeHidden();
  const lines = (await (await request.get(`${demo.url}/api/lines`, authorised)).json()) as { name: string }[];
  expect(lines.filter((line) => line.name === name)).toHaveLength(1);
  await page.context().close();
});
