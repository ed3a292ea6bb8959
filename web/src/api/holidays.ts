import { answer, api } from './client';
import type { HolidayKind } from './types';

export const holidaysKey = ['holidays'] as const;

const on = (date: string) => ({ params: { path: { date } } });

export const getHolidays = (from: string, to: string) =>
  answer(api.GET('/api/holidays', { params: { query: { from, to } } }));
export const enterHoliday = (date: string, kind: HolidayKind | null, name: string) =>
  answer(api.PUT('/api/holidays/{date}', { ...on(date), body: { kind, name } }));
/** What was entered goes; what the law or the announcement says stands again. */
export const forgetHoliday = (date: string) => answer(api.DELETE('/api/holidays/{date}', on(date)));
