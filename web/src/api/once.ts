import type { paths } from './schema';

type HeadOf<Path extends keyof paths> = paths[Path] extends {
  post: { parameters: { header?: infer Head } };
}
  ? NonNullable<Head>
  : never;

/** Where something is created that shall not be there twice, as the API describes it. */
type Creating = {
  [Path in keyof paths]: [HeadOf<Path>] extends [never]
    ? never
    : 'Idempotency-Key' extends keyof HeadOf<Path>
      ? Path
      : never;
}[keyof paths];

const creating: Record<Creating, true> = {
  '/api/accounts': true,
  '/api/briefings': true,
  '/api/delegations': true,
  '/api/lines': true,
  '/api/reorganisations': true,
  '/api/room-groups': true,
  '/api/rooms': true,
  '/api/sites': true,
  '/api/templates': true,
  '/api/units': true,
};

/** A creation whose answer has not come. */
interface Creation {
  key: string;
  answer: Promise<Response> | null;
}

const unanswered = new Map<string, Creation>();

/**
 * Sends a request. A creation takes a key with it (Idempotency-Key): asked for twice at once it is sent once, and sent again with the same content
 * after its answer was lost it has the same key, so that nothing is there twice. Once it was answered, the same content is another creation.
 * @param send For tests.
 */
export async function sendOnce(request: Request, send: (request: Request) => Promise<Response> = fetch) {
  const path = new URL(request.url).pathname;
  if (request.method !== 'POST' || !(path in creating)) return send(request);
  const what = `${path} ${await request.clone().text()}`;
  const creation = unanswered.get(what) ?? { key: newKey(), answer: null };
  unanswered.set(what, creation);
  if (!creation.answer) {
    request.headers.set('Idempotency-Key', creation.key);
    creation.answer = send(request)
      .then((response) => {
        // A fault says nothing of what was stored before it.
        if (response.status < 500) unanswered.delete(what);
        return response;
      })
      .finally(() => (creation.answer = null));
  }
  return (await creation.answer).clone();
}

/** Also where the page is served without TLS, and `randomUUID` is missing. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
