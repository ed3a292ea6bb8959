import type { Room, Unit } from '../api/types';
import { compareNames } from '../search/fold';

export interface RoomGroup {
  /** The unit's id; empty for rooms without a unit. */
  unitId: string;
  name: string;
  /** Depth in the tree of units, from 0. */
  depth: number;
  rooms: Room[];
}

/**
 * Rooms under their units, in the order of the tree: a unit, its own rooms, then its sub-units. Units without any room below
 * them are left out; rooms whose unit is unknown come last.
 */
export function groupRooms(rooms: readonly Room[], units: readonly Unit[]): RoomGroup[] {
  const children = new Map<string, Unit[]>();
  const known = new Set(units.map((unit) => unit.id));
  for (const unit of units) {
    const parent = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : '';
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const byUnit = new Map<string, Room[]>();
  for (const room of rooms) {
    const unitId = room.unitId !== null && known.has(room.unitId) ? room.unitId : '';
    byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), room]);
  }
  const groups: RoomGroup[] = [];
  const sorted = (unitId: string) =>
    [...(byUnit.get(unitId) ?? [])].sort((a, b) => compareNames(a.name, b.name));
  const visit = (parent: string, depth: number) => {
    const list = [...(children.get(parent) ?? [])].sort((a, b) => compareNames(a.name, b.name));
    for (const unit of list) {
      const own = sorted(unit.id);
      if (own.length > 0) groups.push({ unitId: unit.id, name: unit.name, depth, rooms: own });
      visit(unit.id, own.length > 0 ? depth + 1 : depth);
    }
  };
  visit('', 0);
  const rest = sorted('');
  if (rest.length > 0) groups.push({ unitId: '', name: '', depth: 0, rooms: rest });
  return groups;
}
