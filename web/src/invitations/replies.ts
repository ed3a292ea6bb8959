import type { Invitee, SessionsReply } from '../api/types';

export type Said = NonNullable<SessionsReply['answer']> | 'none';

/** What an invitee said to his sessions. */
export const said = (one: Invitee): Said[] => one.answers.map((answer) => answer.answer ?? 'none');

/** How many said what; who said different things to different sessions counts for each. */
export function tally(invited: Invitee[]): Record<Said, number> {
  const counts = { accepted: 0, tentative: 0, declined: 0, delegated: 0, none: 0 };
  for (const one of invited) for (const answer of new Set(said(one))) counts[answer]++;
  return counts;
}
