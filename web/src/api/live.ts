import { useQuery } from '@tanstack/react-query';
import { answer, api } from './client';
import type { CalledPoint, MoveWay, SoundRequest, SoundTreatment } from './types';

export const liveKey = ['live'] as const;

export const getLive = () => answer(api.GET('/api/conferences'));

export const useLiveList = () => useQuery({ queryKey: liveKey, queryFn: getLive, refetchInterval: 15_000 });

export type RoomAct = 'mute' | 'unmute' | 'call' | 'hang-up' | 'floor';

const one = (id: string) => ({ params: { path: { id } } });
const place = (id: string, roomId: string) => ({ params: { path: { id, roomId } } });

export const act = (id: string, roomId: string, what: RoomAct) =>
  answer(api.POST(`/api/conferences/{id}/participants/{roomId}/${what}`, place(id, roomId)));
export const addParticipant = (id: string, roomId: string) =>
  answer(api.POST('/api/conferences/{id}/participants', { ...one(id), body: { roomId } }));
export const removeParticipant = (id: string, roomId: string) =>
  answer(api.DELETE('/api/conferences/{id}/participants/{roomId}', place(id, roomId)));
export const moveRoom = (id: string, roomId: string, to: string, way: MoveWay) =>
  answer(
    api.POST('/api/conferences/{id}/participants/{roomId}/move', { ...place(id, roomId), body: { to, way } }),
  );
/** Takes a room aside; the phone is needed only until one has been named. */
export const talkTo = (id: string, roomId: string, phone: string | null = null) =>
  answer(
    api.POST('/api/conferences/{id}/participants/{roomId}/aside', { ...place(id, roomId), body: { phone } }),
  );
/** What the bridge may do to the room's sound until the end of the session; what is left out stays as it is. */
export const treatRoom = (id: string, roomId: string, treatment: Partial<SoundTreatment>) =>
  answer(
    api.POST('/api/conferences/{id}/participants/{roomId}/treatment', {
      ...place(id, roomId),
      body: { automaticGain: null, noiseGate: null, ...treatment },
    }),
  );
export const returnRoom = (id: string, roomId: string) =>
  answer(api.DELETE('/api/conferences/{id}/participants/{roomId}/aside', place(id, roomId)));

/** What a technician may have played. */
export type PlayableSound = Exclude<SoundRequest['sound'], 'endWarning' | 'extended' | null | undefined>;

/** @param roomId Null for all who are in. */
export const playSound = (id: string, sound: PlayableSound, roomId: string | null, seconds: number) =>
  answer(api.POST('/api/conferences/{id}/sound', { ...one(id), body: { sound, roomId, seconds } }));
export const stopSound = (id: string) => answer(api.DELETE('/api/conferences/{id}/sound', one(id)));

export const lowerHand = (id: string, roomId: string) =>
  answer(api.POST('/api/conferences/{id}/participants/{roomId}/lower-hand', place(id, roomId)));
export const answerHelp = (id: string, roomId: string) =>
  answer(api.POST('/api/conferences/{id}/participants/{roomId}/answer-help', place(id, roomId)));
export const setLocked = (id: string, locked: boolean) =>
  answer(
    locked
      ? api.POST('/api/conferences/{id}/lock', one(id))
      : api.POST('/api/conferences/{id}/unlock', one(id)),
  );
export const muteAll = (id: string) =>
  answer(
    api.POST('/api/conferences/{id}/participants/mute-all', { ...one(id), body: { exceptChair: true } }),
  );
export const extend = (id: string, minutes: number) =>
  answer(api.POST('/api/conferences/{id}/extend', { ...one(id), body: { minutes } }));
/** Calls a point of the agenda, named by what it is; null before the first and after the last. */
export const callAgendaPoint = (id: string, point: CalledPoint | null) =>
  answer(api.POST('/api/conferences/{id}/agenda', { ...one(id), body: { point } }));
export const end = (id: string) => answer(api.POST('/api/conferences/{id}/end', one(id)));
