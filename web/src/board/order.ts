import type { BoardParticipant } from '../api/types';
import { compareNames, matches } from '../search/fold';
import { severityOf } from './severity';

export type Order = 'unit' | 'name' | 'worst';

export interface Filter {
  query: string;
  onlyFaulty: boolean;
  expected: boolean;
}

/** Rooms under one heading; the heading is null when the order has none. */
export interface Section {
  unit: string | null;
  roomIds: string[];
}

/** The heading that units with one room share. */
export const singles = '\u0000singles';

/** The group each room belongs to and the group's place in the tree of units; rooms that are not in it go by their unit's name. */
export type RoomPlaces = ReadonlyMap<string, { name: string; place: number }>;

/** What the board shows, in which order. */
export function arrange(
  participants: Iterable<BoardParticipant>,
  order: Order,
  filter: Filter,
  places: RoomPlaces,
): Section[] {
  const shown = [...participants].filter(
    (one) =>
      (!filter.onlyFaulty || severityOf(one, filter.expected) > 0) &&
      matches(filter.query, one.shortName, one.name, one.unitName, one.address),
  );
  const byName = (a: BoardParticipant, b: BoardParticipant) =>
    Number(b.role === 'chair') - Number(a.role === 'chair') || compareNames(a.shortName, b.shortName);
  switch (order) {
    case 'name':
      return [{ unit: null, roomIds: shown.sort(byName).map((one) => one.roomId) }];
    case 'worst': {
      const worst = (one: BoardParticipant) => severityOf(one, filter.expected);
      return [
        {
          unit: null,
          roomIds: shown.sort((a, b) => worst(b) - worst(a) || byName(a, b)).map((one) => one.roomId),
        },
      ];
    }
    case 'unit':
      return byUnit(shown.sort(byName), places);
  }
}

function byUnit(sorted: BoardParticipant[], places: RoomPlaces): Section[] {
  const sections = new Map<string, string[]>();
  for (const one of sorted) {
    const unit = places.get(one.roomId)?.name ?? one.unitName ?? '';
    sections.set(unit, [...(sections.get(unit) ?? []), one.roomId]);
  }
  const byName = new Map([...places.values()].map(({ name, place }) => [name, place]));
  const place = (unit: string) => (unit === '' ? Infinity : (byName.get(unit) ?? 1e6));
  const ordered = [...sections].sort(([a], [b]) => place(a) - place(b) || compareNames(a, b));
  const single = ordered.filter(([unit, roomIds]) => unit !== '' && roomIds.length === 1);
  // One heading for every unit with a single room would be more headings than rooms.
  const merged: Section[] =
    single.length > 1 ? [{ unit: singles, roomIds: single.flatMap(([, ids]) => ids) }] : [];
  const only = ordered.length === single.length && merged[0];
  if (only) return [{ unit: null, roomIds: only.roomIds }];
  return [
    ...merged,
    ...ordered
      .filter((one) => merged.length === 0 || !single.includes(one))
      .map(([unit, roomIds]) => ({ unit, roomIds })),
  ];
}

/** Whether two arrangements show the same, so that the tiles need not be drawn again. */
export const sameSections = (a: readonly Section[], b: readonly Section[]): boolean =>
  a.length === b.length &&
  a.every((section, index) => {
    const other = b[index];
    return (
      other?.unit === section.unit &&
      other.roomIds.length === section.roomIds.length &&
      section.roomIds.every((id, place) => id === other.roomIds[place])
    );
  });
