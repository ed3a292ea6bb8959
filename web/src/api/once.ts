import { problemFrom } from './problem';
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
  path: string;
  key: string;
  answer: Promise<Response> | null;
  /** When its answer was first missed, in milliseconds since 1970; null while the first is awaited. */
  missedAt: number | null;
}

/** For so long, in milliseconds, the same content is taken for the same creation. Later it is more likely meant to be another. */
const rememberedMs = 5 * 60_000;

const unanswered = new Map<string, Creation>();

/** Who signs in next, or again, creates other things. */
export const forgetUnanswered = (): void => unanswered.clear();

/**
 * Sends a request. A creation takes a key with it (Idempotency-Key): asked for twice at once it is sent once, and sent again with the same content
 * within minutes after its answer was lost it has the same key, so that nothing is there twice. Once it was answered, or something of its kind was
 * removed, the same content is another creation.
 * @param send For tests.
 */
export async function sendOnce(request: Request, send: (request: Request) => Promise<Response> = fetch) {
  const path = new URL(request.url).pathname;
  if (request.method === 'DELETE') forget((creation) => path.startsWith(`${creation.path}/`));
  if (request.method !== 'POST' || !(path in creating)) return send(request);
  const what = `${path} ${digest(await request.clone().text())}`;
  forget(({ answer, missedAt }) => !answer && missedAt !== null && Date.now() - missedAt > rememberedMs);
  const creation = unanswered.get(what) ?? { path, key: newKey(), answer: null, missedAt: null };
  unanswered.set(what, creation);
  creation.answer ??= attempt(request, creation, send).finally(() => (creation.answer = null));
  return (await creation.answer).clone();
}

async function attempt(request: Request, creation: Creation, send: (request: Request) => Promise<Response>) {
  request.headers.set('Idempotency-Key', creation.key);
  try {
    const response = await send(request);
    // The connection may break after the head.
    const text = await response.clone().text();
    if (settles(response.status, text)) forget((other) => other === creation);
    return response;
  } finally {
    creation.missedAt ??= Date.now();
  }
}

/** Refused before anything was looked at: nothing is said of an earlier attempt. */
const unread = [401, 403, 408, 429];

/** Whether an answer says what became of the creation. A fault does not, nor does the refusal of a key whose creation is under way or broke off. */
function settles(status: number, body: string): boolean {
  if (status >= 500 || unread.includes(status)) return false;
  return status !== 409 || codeOf(body) !== 'keyInUse';
}

function codeOf(body: string): string {
  try {
    return problemFrom(409, JSON.parse(body)).code;
  } catch {
    return '';
  }
}

function forget(which: (creation: Creation) => boolean): void {
  for (const [what, creation] of unanswered) if (which(creation)) unanswered.delete(what);
}

/** Also where the page is served without TLS, and `randomUUID` is missing. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const salt = crypto.getRandomValues(new Uint32Array(2));

/**
 * Tells contents apart (FNV-1a with two primes, 64 bits in all, salted for each tab) without keeping them: there are passwords in them. Not SHA-256,
 * which browsers have only where the page is served with TLS.
 */
function digest(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const halfOf = (start: number, prime: number) =>
    bytes.reduce((hash, byte) => Math.imul(hash ^ byte, prime), start) >>> 0;
  const [first = 0, second = 0] = salt;
  return `${halfOf(first, 0x01000193)}-${halfOf(second, 0x9e3779b1)}`;
}
