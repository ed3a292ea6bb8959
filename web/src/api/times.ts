import { answer, api } from './client';
import type { TimesRequest } from './types';

export const findTimes = (request: TimesRequest) =>
  answer(api.POST('/api/briefings/times', { body: request }));
