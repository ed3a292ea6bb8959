import createClient from 'openapi-fetch';
import { language } from '../i18n/language';
import { forgetUnanswered, sendOnce } from './once';
import { ApiError, problemFrom } from './problem';
import type { paths } from './schema';

/** The API with its generated types. Answers go through `answer`, which throws for every refusal. */
export const api = createClient<paths>({ baseUrl: '/', fetch: (request) => sendOnce(request) });

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.get());
    return request;
  },
});

const signedOutListeners = new Set<() => void>([forgetUnanswered]);

/** Called when the server no longer knows who we are. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call. Throws `ApiError` for every refusal and when nothing answers. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  let result: Answer<T>;
  try {
    result = await call;
  } catch {
    throw new ApiError(0, 'network', '');
  }
  const { data, error, response } = result;
  // A call without content has no data; its type says so.
  if (response.ok) return data as T;
  if (response.status === 401) signedOutListeners.forEach((listener) => listener());
  throw problemFrom(response.status, error);
}
