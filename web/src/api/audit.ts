import { answer, api } from './client';
import type { AuditQuestion } from './types';

export const auditKey = ['audit'] as const;

/** Newest lines first; `before` goes on from a line. */
export const getAudit = (question: AuditQuestion, before?: number) =>
  answer(api.GET('/api/audit', { params: { query: { ...question, before, take: 100 } } }));

export const getAuditChoices = () => answer(api.GET('/api/audit/choices'));

/** Looks at every line whether it is as it was written. */
export const verifyAudit = () => answer(api.POST('/api/audit/verify'));

/** Where a browser saves the lines asked for from. */
export function auditSheetAddress(format: 'xlsx' | 'csv', question: AuditQuestion): string {
  const query = new URLSearchParams({ format });
  for (const name of ['from', 'to', 'person', 'kind', 'thing', 'text'] as const)
    if (question[name] !== undefined) query.set(name, question[name]);
  return `/api/audit/sheet?${query.toString()}`;
}
