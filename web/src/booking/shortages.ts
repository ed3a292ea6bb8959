import type { Relief, Shortage } from '../api/types';
import { t } from '../i18n/language';
import { formatSpan, formatSpanWithDay, instantOf } from '../time/time';

const span = (slot: { start: string; end: string }) => [instantOf(slot.start), instantOf(slot.end)] as const;

/** When it is too little: the first time, and how many others there are. */
function whenText(shortage: Shortage): string {
  const [first] = shortage.when;
  if (!first) return '';
  const time = formatSpanWithDay(...span(first));
  const more = shortage.when.length - 1;
  return more > 0 ? t('capacity.andTimes', { time, n: more }) : time;
}

/** Which line, or the ports, by how much, and when. */
export const shortageSentence = (shortage: Shortage): string =>
  t(shortage.lineName === null ? 'capacity.ports' : 'capacity.line', {
    name: shortage.lineName ?? '',
    missing: shortage.missing,
    needed: shortage.needed,
    used: shortage.used,
    limit: shortage.limit,
    when: whenText(shortage),
  });

const amount = (shortage: Shortage, n: number): string =>
  t(shortage.lineName === null ? 'capacity.portCount' : 'capacity.kbits', { n });

/** “Giao ban tuần 08:00–09:00: 160 kbit/s”. */
export const otherSentence = (shortage: Shortage, other: Shortage['others'][number]): string =>
  t('capacity.other', {
    title: other.title,
    time: formatSpan(...span(other)),
    amount: amount(shortage, other.amount),
  });

/** In a list of days: what is missing of what. */
export const shortageOfDay = (shortage: Shortage): string =>
  t('capacity.day', {
    missing: amount(shortage, shortage.missing),
    name: shortage.lineName ?? t('capacity.portsName'),
  });

const named = 3;

const firstAndMore = (texts: readonly string[]): string => {
  const names = texts.slice(0, named).join(', ');
  return texts.length > named ? t('times.andMore', { names, n: texts.length - named }) : names;
};

type Names = ReadonlyMap<string, string>;

/** The first names, then a count. */
export const reliefNames = (rooms: Relief['leaveOut'], shortNames: Names): string =>
  firstAndMore(rooms.map((room) => shortNames.get(room.roomId) ?? room.roomName));

/** The same with the rate each is to be called at. */
export const reliefRates = (rooms: Relief['lower'], shortNames: Names): string =>
  firstAndMore(
    rooms.map((room) =>
      t('capacity.roomAt', { name: shortNames.get(room.roomId) ?? room.roomName, kbits: room.kbits }),
    ),
  );

/** Where what would help is only told. */
export function reliefSentences(relief: Relief | null | undefined, shortNames: Names): string[] {
  const { leaveOut = [], lower = [] } = relief ?? {};
  return [
    ...(leaveOut.length > 0
      ? [t('capacity.couldLeaveOut', { rooms: reliefNames(leaveOut, shortNames) })]
      : []),
    ...(lower.length > 0 ? [t('capacity.couldLower', { rooms: reliefRates(lower, shortNames) })] : []),
  ];
}

/** G.711 and G.722 take 89 kbit/s with all heads: below that a device needs Opus. */
export const needsOpus = (kbits: number): boolean => kbits < 89;
