import { afterEach, describe, expect, it, vi } from 'vitest';
import { answer, api } from './client';
import { forgetUnanswered, sendOnce } from './once';
import { signOut } from './session';

const created = () => new Response('{"id":"1"}', { status: 201 });
const ask = (body: unknown, path = '/api/rooms', method = 'POST') =>
  new Request(`http://localhost${path}`, { method, body: JSON.stringify(body) });

/** A server that gives these answers in turn; an error is an answer that was lost. */
function server(...answers: (Response | Error)[]) {
  const keys: (string | null)[] = [];
  const send = (request: Request) => {
    keys.push(request.headers.get('Idempotency-Key'));
    const answer = answers.shift() ?? created();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { keys, send };
}

const refused = (status: number, code: string) => new Response(JSON.stringify({ code }), { status });

/** The head arrives, the body breaks. */
const broken = () =>
  new Response(new ReadableStream({ start: (body) => body.error(new TypeError('network error')) }), {
    status: 201,
  });

const lost = () => new TypeError('Failed to fetch');
const minutes = (count: number) => count * 60_000;

afterEach(() => {
  forgetUnanswered();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('sendOnce', () => {
  it.each([
    ['a lost answer', lost()],
    ['an answer that broke after its head', broken()],
    ['a fault', new Response(null, { status: 503 })],
    ['the end of the session', refused(401, 'signInNeeded')],
    ['a refusal by role', refused(403, 'notAllowed')],
    ['a request that took too long', new Response(null, { status: 408 })],
    ['too many requests', refused(429, 'tooMany')],
    ['a creation that is under way or broke off', refused(409, 'keyInUse')],
  ])('sends the same key again after %s, and another once it was answered', async (_, first) => {
    const { keys, send } = server(first);
    await sendOnce(ask({ name: 'Phòng' }), send).catch(() => undefined);
    await sendOnce(ask({ name: 'Phòng' }), send);
    await sendOnce(ask({ name: 'Phòng' }), send);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('sends what is asked for twice at once one time, and tells both', async () => {
    const { keys, send } = server();
    const answers = await Promise.all([
      sendOnce(ask({ name: 'Hai lần' }), send),
      sendOnce(ask({ name: 'Hai lần' }), send),
    ]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([{ id: '1' }, { id: '1' }]);
    expect(keys).toHaveLength(1);
  });

  it('takes another content, another place and what was refused for another creation', async () => {
    const { keys, send } = server(
      new TypeError('Failed to fetch'),
      created(),
      created(),
      new Response('{}', { status: 400 }),
    );
    await sendOnce(ask({ name: 'Một' }), send).catch(() => undefined);
    await sendOnce(ask({ name: 'Hai' }), send);
    await sendOnce(ask({ name: 'Một' }, '/api/sites'), send);
    await sendOnce(ask({ name: 'Ba' }), send);
    await sendOnce(ask({ name: 'Ba' }), send);
    expect(new Set(keys).size).toBe(5);
  });

  it.each([
    ['wrong content', refused(400, 'invalid')],
    ['a conflict', refused(409, 'clash')],
    ['a conflict nobody explains', new Response('<html>', { status: 409 })],
  ])('takes another key after %s, which the server has decided', async (_, first) => {
    const { keys, send } = server(first);
    await sendOnce(ask({ name: 'Phòng' }), send);
    await sendOnce(ask({ name: 'Phòng' }), send);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('takes the same content for another creation five minutes after an answer was first lost', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { keys, send } = server(lost(), lost(), refused(409, 'keyInUse'));
    const attempt = () => sendOnce(ask({ name: 'Đường truyền' }, '/api/lines'), send).catch(() => undefined);
    await attempt();
    vi.setSystemTime(Date.now() + minutes(3));
    await attempt();
    vi.setSystemTime(Date.now() + minutes(2));
    await attempt();
    vi.setSystemTime(Date.now() + 1);
    await attempt();
    expect(keys.slice(1, 3)).toEqual([keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('counts from when the answer was lost, however long it was awaited', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { keys, send } = server(lost());
    const slow = (request: Request) => {
      vi.setSystemTime(Date.now() + minutes(20));
      return send(request);
    };
    await sendOnce(ask({ name: 'Chậm' }), slow).catch(() => undefined);
    await sendOnce(ask({ name: 'Chậm' }), send);
    expect(keys[1]).toBe(keys[0]);
  });

  it('takes the same content for another creation once something of its kind was removed', async () => {
    const { keys, send } = server(lost(), lost());
    await sendOnce(ask({ name: 'X' }, '/api/lines'), send).catch(() => undefined);
    await sendOnce(ask({ name: 'X' }, '/api/rooms'), send).catch(() => undefined);
    await sendOnce(new Request('http://localhost/api/lines/1', { method: 'DELETE' }), send);
    await sendOnce(ask({ name: 'X' }, '/api/lines'), send);
    await sendOnce(ask({ name: 'X' }, '/api/rooms'), send);
    expect(keys[3]).not.toBe(keys[0]);
    expect(keys[4]).toBe(keys[1]);
  });

  it.each([
    ['signing out', signOut],
    [
      'the end of the session',
      () => answer(Promise.resolve({ response: refused(401, 'signInNeeded') })).catch(() => undefined),
    ],
  ])('forgets what was not answered at %s', async (_, end) => {
    const { keys, send } = server(lost());
    vi.spyOn(api, 'DELETE').mockResolvedValue({ response: new Response(null, { status: 204 }) });
    await sendOnce(ask({ name: 'Phòng' }), send).catch(() => undefined);
    await end();
    await sendOnce(ask({ name: 'Phòng' }), send);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('leaves alone what creates nothing', async () => {
    const { keys, send } = server();
    await sendOnce(ask({}, '/api/briefings/check'), send);
    await sendOnce(ask({}, '/api/rooms/1', 'PUT'), send);
    expect(keys).toEqual([null, null]);
  });
});
