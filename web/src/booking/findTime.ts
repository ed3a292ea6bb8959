import type { FoundTime, TimesRequest } from '../api/types';
import { t } from '../i18n/language';
import { addDays, dayOf, instantOf, parseTime, startOfDay, dayMs, type Day } from '../time/time';
import { allRoomIds, loweredRooms, timesOf, withTimes, type Draft } from './draft';

/** What is asked of the search, as typed. */
export interface TimeQuestion {
  minutes: string;
  from: Day | null;
  to: Day | null;
  begins: string;
  ends: string;
  workdays: boolean;
}

const mostDays = 31;

/** From the day in the form, or tomorrow, over two weeks; as long as the form says, or an hour. */
export function questionOf(draft: Draft, now: number): TimeQuestion {
  const times = timesOf(draft);
  const today = dayOf(now);
  const from = draft.day !== null && draft.day > today ? draft.day : today;
  const length = times && times.end > times.start ? (times.end - times.start) / 60_000 : 60;
  return {
    minutes: String(length),
    from,
    to: addDays(from, 13),
    begins: '07:00',
    ends: '18:00',
    workdays: true,
  };
}

/** The question as it is sent; null while it makes no sense, or no rooms are chosen. */
export function timesRequestOf(
  question: TimeQuestion,
  draft: Draft,
  own: string | null,
): TimesRequest | null {
  const minutes = /^\d{1,4}$/.test(question.minutes.trim()) ? Number(question.minutes) : 0;
  const [begins, ends] = [parseTime(question.begins), parseTime(question.ends)];
  const { from, to } = question;
  const roomIds = allRoomIds(draft);
  if (minutes < 5 || minutes > 1440 || !from || !to || !begins || !ends || roomIds.length === 0) return null;
  const days = (startOfDay(to) - startOfDay(from)) / dayMs + 1;
  if (days < 1 || days > mostDays || ends <= begins) return null;
  return {
    chairRoomId: draft.chairRoomId,
    roomIds,
    optionalRoomIds: draft.optionalIds.filter((id) => roomIds.includes(id)),
    loweredRooms: loweredRooms(draft),
    minutes,
    setUpMinutes: /^\d{1,3}$/.test(draft.setUp.trim()) ? Number(draft.setUp) : null,
    from,
    to,
    dayBegins: `${begins}:00`,
    dayEnds: `${ends}:00`,
    workingDaysOnly: question.workdays,
    occurrenceId: own,
  };
}

/** The form at that time; without the rooms that would be missing, if wanted. */
export function withFound(draft: Draft, found: FoundTime, leaveOut: boolean): Draft {
  const out = new Set(leaveOut ? found.missing.map((room) => room.roomId) : []);
  const roomIds = draft.roomIds.filter((id) => !out.has(id));
  return withTimes({ ...draft, roomIds }, { start: instantOf(found.start), end: instantOf(found.end) });
}

const named = 4;

/** Who would be missing, in words: the first by name, the short one where it is known. */
export function missingText(found: FoundTime, shortNames: ReadonlyMap<string, string>): string {
  const names = found.missing
    .slice(0, named)
    .map(({ roomId, roomName, optional, squeezed }) => {
      const name = shortNames.get(roomId) ?? roomName;
      if (squeezed) return t('times.squeezed', { name });
      return optional ? t('times.optional', { name }) : name;
    })
    .join(', ');
  const more = found.missing.length - named;
  return t('times.missing', { rooms: more > 0 ? t('times.andMore', { names, n: more }) : names });
}
