import type { Clash } from '../api/types';
import { t } from '../i18n/language';
import { formatSpanWithDay, instantOf } from '../time/time';

/** Clashes with the same other session, so that one sentence tells them all. */
export interface ClashGroup {
  briefingId: string;
  occurrenceId: string;
  title: string;
  start: number;
  end: number;
  status: Clash['status'];
  setUpMinutes: number;
  roomIds: string[];
  roomNames: string[];
}

/** Clashes by the other session, the one with the most rooms first. Rooms carry their short names where these are known. */
export function groupClashes(
  clashes: readonly Clash[],
  shortNames?: ReadonlyMap<string, string>,
): ClashGroup[] {
  const groups = new Map<string, ClashGroup>();
  for (const clash of clashes) {
    const group = groups.get(clash.occurrenceId) ?? {
      briefingId: clash.briefingId,
      occurrenceId: clash.occurrenceId,
      title: clash.title,
      start: instantOf(clash.start),
      end: instantOf(clash.end),
      status: clash.status,
      setUpMinutes: clash.setUpMinutes,
      roomIds: [],
      roomNames: [],
    };
    group.roomIds.push(clash.roomId);
    group.roomNames.push(shortNames?.get(clash.roomId) ?? clash.roomName);
    groups.set(clash.occurrenceId, group);
  }
  return [...groups.values()].sort((a, b) => b.roomIds.length - a.roomIds.length || a.start - b.start);
}

/** “3 điểm cầu A, B và C”: up to three names, then a count. */
export function roomList(names: readonly string[]): string {
  const [a = '', b = '', c = ''] = names;
  if (names.length <= 1) return t('check.roomsOne', { a });
  if (names.length === 2) return t('check.roomsTwo', { a, b });
  if (names.length === 3) return t('check.roomsThree', { a, b, c });
  return t('check.roomsMore', { n: names.length, a, b, more: names.length - 2 });
}

/** Which rooms clash, with what, and when. */
export function clashSentence(group: ClashGroup): string {
  const setUp = group.setUpMinutes > 0 ? ` ${t('check.setUp', { n: group.setUpMinutes })}` : '';
  const sentence = t('check.clash', {
    rooms: roomList(group.roomNames),
    n: group.roomNames.length,
    title: group.title,
    time: formatSpanWithDay(group.start, group.end),
    status: t(`status.${group.status}`).toLowerCase(),
  });
  return sentence + setUp;
}

/** The rooms that clash, each once. */
export const clashingRooms = (clashes: readonly Clash[]): Set<string> =>
  new Set(clashes.map((clash) => clash.roomId));
