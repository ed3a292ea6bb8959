import type { PersonClash } from '../api/types';
import { t } from '../i18n/language';
import { formatSpanWithDay, instantOf } from '../time/time';

/** Who is also wanted where, and when: “Ông A (chủ trì) cũng là thư ký phiên …”. Of a secret session only that he is busy. */
export const personSentence = (clash: PersonClash): string =>
  t(clash.otherDuty === null ? 'people.busy' : 'people.clash', {
    person: clash.person,
    duty: t(`people.${clash.duty}`),
    other: t(`people.${clash.otherDuty ?? 'chair'}`),
    title: clash.title,
    time: formatSpanWithDay(instantOf(clash.start), instantOf(clash.end)),
    status: t(`status.${clash.status}`).toLowerCase(),
  });

/** The sentences that differ, in order: somebody may be named for many sessions of one series. */
export function distinctPeople(clashes: readonly PersonClash[]): PersonClash[] {
  const seen = new Set<string>();
  return clashes.filter((clash) => {
    const key = `${clash.person}\n${clash.occurrenceId}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
