import type { Briefing, BriefingRequest, BriefingSession, ChangeScope, Sketch } from '../api/types';
import { t } from '../i18n/language';
import {
  dossierDraftOf,
  dossierRequestOf,
  emptyDossier,
  peopleRequestOf,
  type DossierDraft,
} from './dossier';
import { plainTerms, termsOf, termsRequest, type Terms } from './terms';
import { recurrenceOf, repeatOf, withRecurrence, type Repeat } from './repeat';
import {
  addDays,
  dayOf,
  formatTime,
  instantOf,
  isoOf,
  isoOfInstant,
  minuteOfDay,
  parseTime,
  type Day,
} from '../time/time';

/** What a clerk has typed so far; times are kept as typed until they are read. */
export interface Draft {
  title: string;
  chairRoomId: string | null;
  /** The other rooms, without the chair's. */
  roomIds: string[];
  day: Day | null;
  start: string;
  end: string;
  note: string;
  /** Set-up time before, in minutes, as typed. */
  setUp: string;
  /** Of the other rooms, those that may be missing. */
  optionalIds: string[];
  /** Rooms called at a lower rate than their own, kbit/s by room. */
  lowered: Readonly<Record<string, number>>;
  dossier: DossierDraft;
  terms: Terms;
  /** It cannot wait for the usual approval: why. Null where it can. */
  urgent: string | null;
  /** Null or left out for a briefing held once. */
  repeat?: Repeat | null;
}

export interface Times {
  start: number;
  end: number;
}

export type FieldErrors = Partial<
  Record<
    keyof BriefingRequest | 'day' | 'recurrence.until' | 'recurrence.count' | 'recurrence.interval',
    string
  >
> & { [field: `dossier.${string}`]: string | undefined };

/** An empty booking: the next full half hour from `now`, an hour long. */
export function emptyDraft(now: number): Draft {
  const halfHour = 30 * 60_000;
  const start = Math.ceil((now + 10 * 60_000) / halfHour) * halfHour;
  return {
    title: '',
    chairRoomId: null,
    roomIds: [],
    day: dayOf(start),
    start: formatTime(start),
    end: formatTime(start + 2 * halfHour),
    note: '',
    ...blank,
  };
}

/** What a form kept from before these fields were there is filled up with. */
export const blank: Pick<Draft, 'setUp' | 'optionalIds' | 'lowered' | 'dossier' | 'terms' | 'urgent'> = {
  setUp: '',
  optionalIds: [],
  lowered: {},
  dossier: emptyDossier,
  terms: plainTerms,
  urgent: null,
};

export function draftOf(briefing: Briefing): Draft {
  const occurrence = briefing.occurrences[0];
  const start = instantOf(occurrence?.start ?? briefing.createdAt);
  return {
    title: briefing.title,
    chairRoomId: briefing.chairRoomId,
    roomIds: briefing.rooms.map((room) => room.id).filter((id) => id !== briefing.chairRoomId),
    day: dayOf(start),
    start: formatTime(start),
    end: formatTime(instantOf(occurrence?.end ?? briefing.createdAt)),
    note: briefing.note ?? '',
    setUp: minutesText(briefing.setUpMinutes),
    optionalIds: briefing.rooms.filter((room) => room.optional).map((room) => room.id),
    lowered: ratesOf(loweredIn(briefing)),
    dossier: dossierDraftOf(briefing.dossier),
    terms: termsOf(briefing),
    urgent: briefing.approval.urgentReason,
  };
}

type RoomRate = Sketch['loweredRooms'][number];

const loweredIn = (briefing: Briefing): RoomRate[] =>
  briefing.rooms.flatMap((room) => (room.kbits === null ? [] : [{ roomId: room.id, kbits: room.kbits }]));

const ratesOf = (rates: readonly RoomRate[]): Draft['lowered'] =>
  Object.fromEntries(rates.map((room) => [room.roomId, room.kbits]));

/** The draft with these rooms at these rates. */
export const withLowered = (draft: Draft, rates: readonly RoomRate[]): Draft => ({
  ...draft,
  lowered: { ...draft.lowered, ...ratesOf(rates) },
});

/** The draft with a room at its own rate again. */
export const withoutLowered = (draft: Draft, roomId: string): Draft => ({
  ...draft,
  lowered: Object.fromEntries(Object.entries(draft.lowered).filter(([id]) => id !== roomId)),
});

/** Of the rooms that take part, those called at a lower rate. */
export const loweredRooms = (draft: Draft): RoomRate[] =>
  allRoomIds(draft).flatMap((roomId) => {
    const kbits = draft.lowered[roomId];
    return kbits === undefined ? [] : [{ roomId, kbits }];
  });

/** All of a briefing but its day, as a template has it too. */
export function sketchOf(briefing: Briefing): Sketch {
  const occurrence =
    briefing.occurrences.find((one) => one.status !== 'cancelled') ?? briefing.occurrences[0];
  return {
    ...briefing,
    roomIds: briefing.rooms.map((room) => room.id),
    optionalRoomIds: briefing.rooms.filter((room) => room.optional).map((room) => room.id),
    loweredRooms: loweredIn(briefing),
    start: occurrence?.start ?? briefing.createdAt,
    end: occurrence?.end ?? briefing.createdAt,
  };
}

/** A new booking from a sketch. Its day is asked for, and the end of its rule where that was a day: both would be of another time. */
export function draftOfSketch(sketch: Sketch): Draft {
  const repeat = sketch.series && repeatOf(sketch.series);
  return {
    title: sketch.title,
    chairRoomId: sketch.chairRoomId,
    roomIds: sketch.roomIds.filter((id) => id !== sketch.chairRoomId),
    day: null,
    start: formatTime(instantOf(sketch.start)),
    end: formatTime(instantOf(sketch.end)),
    note: sketch.note ?? '',
    setUp: minutesText(sketch.setUpMinutes),
    optionalIds: sketch.optionalRoomIds,
    lowered: ratesOf(sketch.loweredRooms),
    dossier: dossierDraftOf(sketch.dossier),
    terms: termsOf(sketch),
    // What was urgent then is not by itself urgent again.
    urgent: null,
    repeat: repeat && { ...repeat, until: null, except: [] },
  };
}

/** A form filled in from a sketch; the title and the day that are there stay. */
export function filledFrom(draft: Draft, sketch: Sketch): Draft {
  const next = draftOfSketch(sketch);
  return { ...next, day: draft.day, title: draft.title.trim() ? draft.title : next.title };
}

const minutesText = (minutes: number): string => (minutes === 0 ? '' : String(minutes));

/** What a change of one session, of this and the following or of all starts from. */
export function draftOfSeries(briefing: Briefing, scope: ChangeScope, occurrenceId: string | null): Draft {
  const whole = draftOf(briefing);
  const pivot = briefing.occurrences.find((one) => one.id === occurrenceId);
  const { series } = briefing;
  if (!series) return whole;
  if (scope === 'this' && pivot) return draftOfSession(whole, briefing, pivot);
  const repeat = repeatOf(series);
  const first = instantOf(series.start);
  const ruleDay = (scope === 'following' ? pivot : briefing.occurrences[0])?.ruleDay ?? dayOf(first);
  const last = briefing.occurrences.at(-1)?.ruleDay ?? ruleDay;
  return {
    ...whole,
    day: scope === 'following' || series.frequency === 'monthly' ? ruleDay : dayOf(first),
    start: formatTime(first),
    end: formatTime(instantOf(series.end)),
    // What is left of a count is known by its last day.
    repeat:
      scope === 'following' && repeat.ends === 'count' ? { ...repeat, ends: 'until', until: last } : repeat,
  };
}

function draftOfSession(whole: Draft, briefing: Briefing, session: BriefingSession): Draft {
  const chairRoomId = session.chairRoomId ?? briefing.chairRoomId;
  const roomIds = session.roomIds ?? briefing.rooms.map((room) => room.id);
  return withTimes(
    {
      ...whole,
      title: session.title ?? briefing.title,
      note: session.note ?? briefing.note ?? '',
      chairRoomId,
      roomIds: roomIds.filter((id) => id !== chairRoomId),
      optionalIds: session.optionalRoomIds ?? whole.optionalIds,
      lowered: session.loweredRooms ? ratesOf(session.loweredRooms) : whole.lowered,
      setUp: minutesText(session.setUpMinutes),
      dossier: session.dossier ? dossierDraftOf(session.dossier) : whole.dossier,
    },
    { start: instantOf(session.start), end: instantOf(session.end) },
  );
}

/** The draft's start and end; null while a part is missing or no time. An evening start may end next morning. */
export function timesOf(draft: Draft): Times | null {
  const from = parseTime(draft.start);
  const to = parseTime(draft.end);
  if (!draft.day || !from || !to) return null;
  const overnight = from >= '18:00' && to <= '06:00';
  return {
    start: instantOf(isoOf(draft.day, from)),
    end: instantOf(isoOf(overnight ? addDays(draft.day, 1) : draft.day, to)),
  };
}

export const isOvernight = (times: Times): boolean => dayOf(times.start) !== dayOf(times.end);

/** The draft at another time. */
export function withTimes(draft: Draft, times: Times): Draft {
  return { ...draft, day: dayOf(times.start), start: formatTime(times.start), end: formatTime(times.end) };
}

/** The draft with a new start time text; the length stays when both times can be read. */
export function withStart(draft: Draft, text: string): Draft {
  const before = timesOf(draft);
  const next = { ...draft, start: text };
  const start = parseTime(text);
  if (!before || before.end <= before.start || !start || !draft.day) return next;
  const startAt = instantOf(isoOf(draft.day, start));
  const end = startAt + (before.end - before.start);
  const stays = dayOf(end) === draft.day || minuteOfDay(end) <= 6 * 60;
  return stays ? { ...next, end: formatTime(end) } : next;
}

/** All rooms of the booking, the chair's first. */
export const allRoomIds = (draft: Draft): string[] =>
  draft.chairRoomId === null
    ? draft.roomIds
    : [draft.chairRoomId, ...draft.roomIds.filter((id) => id !== draft.chairRoomId)];

/** What is missing or wrong before the server is asked, by field. */
export function errorsOf(draft: Draft): FieldErrors {
  const errors: FieldErrors = {};
  if (!draft.title.trim()) errors.title = t('booking.needTitle');
  if (!draft.chairRoomId) errors.chairRoomId = t('booking.needChair');
  if (draft.roomIds.filter((id) => id !== draft.chairRoomId).length === 0)
    errors.roomIds = t('booking.needRooms');
  if (!draft.day) errors.day = t('booking.needDate');
  if (!parseTime(draft.start)) errors.start = t('booking.needTime');
  if (!parseTime(draft.end)) errors.end = t('booking.needTime');
  if (draft.repeat && draft.day && !recurrenceOf(draft.repeat, draft.day))
    errors[draft.repeat.ends === 'until' ? 'recurrence.until' : 'recurrence.count'] = t('repeat.needEnd');
  if (setUpOf(draft) === undefined) errors.setUpMinutes = t('dossier.setUpWrong');
  if (urgencyOf(draft).urgent && !draft.urgent?.trim()) errors.urgentReason = t('urgent.needReason');
  const times = timesOf(draft);
  if (times && times.end <= times.start) errors.end = t('booking.needLength');
  return errors;
}

/** What is sent to the server; null while the time or the chair is missing. */
export function requestOf(draft: Draft): BriefingRequest | null {
  const times = timesOf(draft);
  if (!times || !draft.chairRoomId) return null;
  const request = {
    title: draft.title.trim().normalize('NFC'),
    chairRoomId: draft.chairRoomId,
    roomIds: allRoomIds(draft),
    start: isoOfInstant(times.start),
    end: isoOfInstant(times.end),
    note: draft.note.trim() ? draft.note.normalize('NFC') : null,
    ...needOf(draft),
    ...termsRequest(draft.terms),
    ...urgencyOf(draft),
    dossier: dossierRequestOf(draft.dossier),
  };
  return withRecurrence(request, draft.repeat, draft.day);
}

/** The set-up time in minutes, null for none, undefined if it is no number. */
function setUpOf({ setUp }: Draft): number | null | undefined {
  if (setUp.trim() === '') return null;
  return /^\d{1,4}$/.test(setUp.trim()) ? Number(setUp) : undefined;
}

/** How the rooms are needed: from when on, and which may be missing. */
function needOf(draft: Draft): Pick<BriefingRequest, 'setUpMinutes' | 'optionalRoomIds' | 'loweredRooms'> {
  const chosen = new Set(draft.roomIds);
  return {
    setUpMinutes: setUpOf(draft) ?? null,
    optionalRoomIds: draft.optionalIds.filter((id) => chosen.has(id) && id !== draft.chairRoomId),
    loweredRooms: loweredRooms(draft),
  };
}

/** A series is never urgent. */
function urgencyOf({ urgent, repeat }: Draft): { urgent: boolean; urgentReason: string | null } {
  const isUrgent = urgent !== null && !repeat;
  return { urgent: isUrgent, urgentReason: isUrgent ? urgent.trim().normalize('NFC') : null };
}

/** What is checked for clashes while typing: any chosen room will do as the chair until one is named. */
export function checkOf(draft: Draft): BriefingRequest | null {
  const times = timesOf(draft);
  const rooms = allRoomIds(draft);
  const chairRoomId = rooms[0];
  if (!times || times.end <= times.start || chairRoomId === undefined) return null;
  const request = {
    title: draft.title.trim() || '…',
    chairRoomId,
    roomIds: rooms,
    start: isoOfInstant(times.start),
    end: isoOfInstant(times.end),
    note: null,
    ...needOf(draft),
    ...termsRequest(draft.terms),
    dossier: peopleRequestOf(draft.dossier),
  };
  return withRecurrence(request, draft.repeat, draft.day);
}
