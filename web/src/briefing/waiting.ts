import type { ApprovalRequest } from '../api/types';

/** Whose turn it is. */
export const turnOf = (one: ApprovalRequest): 'office' | 'technical' =>
  one.approval.steps.find((step) => step.state === 'waiting')?.step ?? 'office';

/** Its time is over: nobody decided. */
export const isMissed = (one: ApprovalRequest): boolean =>
  one.approval.steps.some((step) => step.due === 'missed');

/** Requests that meet in some room, each in one group, the one that holds the rooms first. */
export function rivalGroups(waiting: readonly ApprovalRequest[]): ApprovalRequest[][] {
  const byId = new Map(waiting.map((one) => [one.briefingId, one]));
  const seen = new Set<string>();
  const groups: ApprovalRequest[][] = [];
  for (const one of waiting) {
    if (seen.has(one.briefingId) || one.rivals.length === 0) continue;
    const group: ApprovalRequest[] = [];
    const open = [one];
    for (let next = open.pop(); next; next = open.pop()) {
      if (seen.has(next.briefingId)) continue;
      seen.add(next.briefingId);
      group.push(next);
      for (const rival of next.rivals) {
        const met = byId.get(rival.briefingId);
        if (met) open.push(met);
      }
    }
    groups.push(group.sort((a, b) => Number(a.approval.competing) - Number(b.approval.competing)));
  }
  return groups;
}
