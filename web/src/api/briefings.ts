import { answer, api } from './client';
import { inOrder, sessionsOf } from './blocks';
import type { BriefingRequest, ChangeScope, Occurrence, PapersRequest } from './types';

export const briefingsKey = ['briefings'] as const;
export const briefingKey = (id: string) => ['briefings', 'one', id] as const;
export const attendanceKey = (id: string) => ['briefings', 'attendance', id] as const;

export const ownSessionsKey = ['briefings', 'mine'] as const;
export const secretariesKey = ['secretaries'] as const;

const one = (id: string) => ({ params: { path: { id } } });

/** The sessions that touch a window, by start. */
export async function getOccurrences(from: string, to: string): Promise<Occurrence[]> {
  const blocks = await answer(api.GET('/api/briefings/blocks', { params: { query: { from, to } } }));
  return inOrder(blocks.flatMap(sessionsOf));
}
export const getBriefing = (id: string) => answer(api.GET('/api/briefings/{id}', one(id)));
/** Which sessions of a series a change is about. */
export interface Reach {
  scope: ChangeScope;
  occurrenceId: string | null;
  overwriteEdited?: boolean;
}

export const checkBriefing = (booking: BriefingRequest, briefingId?: string, reach?: Reach) =>
  answer(
    api.POST('/api/briefings/check', { body: { ...booking, briefingId: briefingId ?? null, ...reach } }),
  );
export const createBriefing = (booking: BriefingRequest) =>
  answer(api.POST('/api/briefings', { body: booking }));
export const changeBriefing = (id: string, version: number, booking: BriefingRequest, reach?: Reach) =>
  answer(api.PUT('/api/briefings/{id}', { ...one(id), body: { ...booking, version, ...reach } }));
/** Agenda and links alone: nobody is asked again. */
export const changePapers = (id: string, papers: PapersRequest) =>
  answer(api.PUT('/api/briefings/{id}/papers', { ...one(id), body: papers }));
/** What I booked and what names me as secretary, from 30 days ago on. */
export const getOwnSessions = () => answer(api.GET('/api/briefings/mine'));
/** Who may be named as secretary, by name. */
export const getSecretaries = () => answer(api.GET('/api/secretaries'));
export const approveBriefing = (id: string) => answer(api.POST('/api/briefings/{id}/approve', one(id)));
export const returnBriefing = (id: string, reason: string) =>
  answer(api.POST('/api/briefings/{id}/return', { ...one(id), body: { reason } }));
export const cancelBriefing = (id: string, reason: string, reach?: Reach) =>
  answer(
    api.POST('/api/briefings/{id}/cancel', {
      ...one(id),
      body: {
        reason: reason || null,
        scope: reach?.scope ?? null,
        occurrenceId: reach?.occurrenceId ?? null,
      },
    }),
  );
export const getAttendance = (id: string) => answer(api.GET('/api/briefings/{id}/attendance', one(id)));
