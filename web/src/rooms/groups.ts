import type { Room, Unit } from '../api/types';
import { compareNames } from '../search/fold';

export interface RoomGroup {
  /** Stable among the groups: the unit's id, or that of the kind of several units; empty for rooms without a unit. */
  id: string;
  name: string;
  /** Depth in the tree of units, from 0. */
  depth: number;
  rooms: Room[];
}

/**
 * Rooms under their units, in the order of the tree: a unit, its own rooms, then its sub-units. Sub-units that have a single room
 * and nothing below stand together by their kind (“Xã”, “Sở”), as people choose them. Units without any room are left out; rooms
 * whose unit is unknown come last.
 */
export function groupRooms(rooms: readonly Room[], units: readonly Unit[]): RoomGroup[] {
  const known = new Set(units.map((unit) => unit.id));
  const byUnit = collect(rooms, (room) =>
    room.unitId !== null && known.has(room.unitId) ? room.unitId : '',
  );
  const children = collect(units, (unit) =>
    unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : '',
  );
  const groups: RoomGroup[] = [];
  const own = (unitId: string) =>
    [...(byUnit.get(unitId) ?? [])].sort((a, b) => compareNames(a.name, b.name));
  const isLeaf = (unit: Unit): boolean =>
    !children.has(unit.id) || children.get(unit.id)?.every((one) => isEmpty(one)) === true;
  const isEmpty = (unit: Unit): boolean => !byUnit.has(unit.id) && isLeaf(unit);

  const visit = (parent: string, depth: number) => {
    const list = [...(children.get(parent) ?? [])].sort((a, b) => compareNames(a.name, b.name));
    const single = list.filter((unit) => isLeaf(unit) && byUnit.get(unit.id)?.length === 1);
    const kinds = [...collect(single, (unit) => unit.kind)].filter(([, ofKind]) => ofKind.length > 1);
    for (const [kind, ofKind] of kinds.sort(([a], [b]) => compareNames(a, b)))
      groups.push({
        id: `${parent}/${kind}`,
        name: kind.charAt(0).toLocaleUpperCase('vi') + kind.slice(1),
        depth,
        rooms: ofKind.flatMap((unit) => own(unit.id)),
      });
    const together = new Set(kinds.flatMap(([, ofKind]) => ofKind));
    for (const unit of list) {
      if (together.has(unit)) continue;
      const here = own(unit.id);
      if (here.length > 0) groups.push({ id: unit.id, name: unit.name, depth, rooms: here });
      visit(unit.id, here.length > 0 ? depth + 1 : depth);
    }
  };
  visit('', 0);
  const rest = own('');
  if (rest.length > 0) groups.push({ id: '', name: '', depth: 0, rooms: rest });
  return groups;
}

/** The items by a key of theirs, in the order they come. */
export function collect<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) {
    const list = map.get(keyOf(item));
    if (list) list.push(item);
    else map.set(keyOf(item), [item]);
  }
  return map;
}
