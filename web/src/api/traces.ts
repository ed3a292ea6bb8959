import { answer, api } from './client';
import { ApiError } from './problem';
import type { Trace } from './types';

const place = (id: string, roomId: string) => ({ params: { path: { id, roomId } } });

/** The room's last trace, with all its messages; null when there was none. */
export async function getLatestTrace(id: string, roomId: string): Promise<Trace | null> {
  try {
    return await answer(api.GET('/api/conferences/{id}/participants/{roomId}/trace', place(id, roomId)));
  } catch (error) {
    if (error instanceof ApiError && error.code === 'noTrace') return null;
    throw error;
  }
}

export const startTrace = (id: string, roomId: string, minutes: number) =>
  answer(
    api.POST('/api/conferences/{id}/participants/{roomId}/trace', {
      ...place(id, roomId),
      body: { minutes },
    }),
  );

/** The trace with the messages after the first `after` ones. */
export const getTrace = (traceId: string, after: number) =>
  answer(api.GET('/api/traces/{traceId}', { params: { path: { traceId }, query: { after } } }));

export const stopTrace = (traceId: string) =>
  answer(api.POST('/api/traces/{traceId}/stop', { params: { path: { traceId } } }));

export const traceTextUrl = (traceId: string): string => `/api/traces/${traceId}/text`;
