import { answer, api } from './client';
import type { BriefingRequest, Occurrence } from './types';

export const briefingsKey = ['briefings'] as const;
export const pendingKey = ['briefings', 'pending'] as const;
export const briefingKey = (id: string) => ['briefings', 'one', id] as const;
export const attendanceKey = (id: string) => ['briefings', 'attendance', id] as const;

const one = (id: string) => ({ params: { path: { id } } });

export const getOccurrences = (from: string, to: string) =>
  answer(api.GET('/api/briefings', { params: { query: { from, to } } }));
export const getBriefing = (id: string) => answer(api.GET('/api/briefings/{id}', one(id)));
export const checkBriefing = (booking: BriefingRequest, briefingId?: string) =>
  answer(api.POST('/api/briefings/check', { body: { ...booking, briefingId: briefingId ?? null } }));
export const createBriefing = (booking: BriefingRequest) =>
  answer(api.POST('/api/briefings', { body: booking }));
export const changeBriefing = (id: string, version: number, booking: BriefingRequest) =>
  answer(api.PUT('/api/briefings/{id}', { ...one(id), body: { ...booking, version } }));
export const approveBriefing = (id: string) => answer(api.POST('/api/briefings/{id}/approve', one(id)));
export const returnBriefing = (id: string, reason: string) =>
  answer(api.POST('/api/briefings/{id}/return', { ...one(id), body: { reason } }));
export const cancelBriefing = (id: string, reason: string) =>
  answer(api.POST('/api/briefings/{id}/cancel', { ...one(id), body: { reason: reason || null } }));
export const getAttendance = (id: string) => answer(api.GET('/api/briefings/{id}/attendance', one(id)));

/** What waits for approval in the coming year, soonest first. */
export async function getPending(): Promise<Occurrence[]> {
  const dayMs = 86_400_000;
  const now = Date.now();
  const from = new Date(now - dayMs).toISOString();
  const to = new Date(now + 364 * dayMs).toISOString();
  const all = await getOccurrences(from, to);
  return all
    .filter((occurrence) => occurrence.status === 'pending')
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}
