import type { Occurrence, Room, Unit } from '../api/types';
import { roomsOf } from '../calendar/roomsOf';
import { groupRooms } from '../rooms/groups';
import { matches } from '../search/fold';

export type Row = { kind: 'group'; key: string; name: string } | { kind: 'room'; key: string; room: Room };

/** Rooms under their units. With a query only those it names, or that are in a session it found. */
export function rowsOf(
  rooms: readonly Room[],
  units: readonly Unit[],
  query: string,
  held: ReadonlyMap<string, Occurrence[]>,
): Row[] {
  const shown = rooms.filter(
    (room) => room.active && (query === '' || held.has(room.id) || matches(query, room.name, room.shortName)),
  );
  return groupRooms(shown, units).flatMap((group) => [
    { kind: 'group' as const, key: `u${group.id}`, name: group.name },
    ...group.rooms.map((room) => ({ kind: 'room' as const, key: room.id, room })),
  ]);
}

/** The sessions of each room, in order of time. */
export function byRoom(occurrences: readonly Occurrence[]): Map<string, Occurrence[]> {
  const map = new Map<string, Occurrence[]>();
  for (const one of occurrences)
    for (const id of roomsOf(one)) {
      const list = map.get(id);
      if (list) list.push(one);
      else map.set(id, [one]);
    }
  return map;
}
