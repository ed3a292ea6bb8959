import { describe, expect, it } from 'vitest';
import { sendOnce } from './once';

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

describe('sendOnce', () => {
  it.each([
    ['a lost answer', new TypeError('Failed to fetch')],
    ['a fault', new Response(null, { status: 503 })],
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

  it('leaves alone what creates nothing', async () => {
    const { keys, send } = server();
    await sendOnce(ask({}, '/api/briefings/check'), send);
    await sendOnce(ask({}, '/api/rooms/1', 'PUT'), send);
    expect(keys).toEqual([null, null]);
  });
});
