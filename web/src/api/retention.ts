import { answer, api } from './client';

export const retentionKey = ['retention'] as const;

/** What personal data is kept, for how long, and what a sweep would remove now. */
export const getRetention = () => answer(api.GET('/api/retention'));

/** Removes all that is due; what is left to say of it. */
export const sweepNow = () => answer(api.POST('/api/retention/run'));
