import { answer, api } from './client';
import { briefingsKey } from './briefings';

/** Under the briefings' key: whatever the server says of briefings may be of what waits. */
export const approvalsKey = [...briefingsKey, 'approvals'] as const;
export const delegationsKey = ['delegations'] as const;

export const getApprovals = () => answer(api.GET('/api/approvals'));
export const getDelegations = () => answer(api.GET('/api/delegations'));
export const lend = (toId: string, fromDay: string, toDay: string) =>
  answer(api.POST('/api/delegations', { body: { toId, fromDay, toDay } }));
export const endDelegation = (id: string) =>
  answer(api.DELETE('/api/delegations/{id}', { params: { path: { id } } }));
