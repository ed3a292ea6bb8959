import { answer, api } from './client';
import type { RecordingMode } from './types';

export const recordingsKey = (briefingId: string) => ['briefings', 'recordings', briefingId] as const;

const one = (id: string) => ({ params: { path: { id } } });

export const getRecordings = (briefingId: string) =>
  answer(api.GET('/api/briefings/{id}/recordings', one(briefingId)));
export const wishRecording = (briefingId: string, mode: RecordingMode) =>
  answer(api.PUT('/api/briefings/{id}/recording', { ...one(briefingId), body: { mode } }));
export const deleteRecording = (id: string) => answer(api.DELETE('/api/recordings/{id}', one(id)));
export const startRecording = (conferenceId: string, tracks: boolean) =>
  answer(api.POST('/api/conferences/{id}/recording/start', { ...one(conferenceId), body: { tracks } }));
export const stopRecording = (conferenceId: string) =>
  answer(api.POST('/api/conferences/{id}/recording/stop', one(conferenceId)));

/** Where the sound of one file is. */
export const soundUrl = (id: string, file: string, download = false): string =>
  `/api/recordings/${id}/files/${file}${download ? '?download=true' : ''}`;
