import type { Role, Unit, UnitRole } from '../api/types';

/** Whether the user has a role for a unit; null for what belongs to none. */
export type Scope = (unitId: string | null) => boolean;

/** Of somebody who has roles for the province, and roles for a unit each with what is below it: by the same rule as the server's. */
export function scopeOf(
  role: Role,
  user: { roles: readonly Role[]; unitRoles: readonly UnitRole[] },
  units: readonly Pick<Unit, 'id' | 'parentId'>[],
): Scope {
  if (user.roles.includes('administrator')) return () => true;
  const parts = user.unitRoles.filter((one) => one.role === role).map((one) => one.unitId);
  if (user.roles.includes(role) && parts.length === 0) return () => true;
  const parents = new Map(units.map((unit) => [unit.id, unit.parentId]));
  const isWithin = (unitId: string | null, steps: number): boolean =>
    unitId !== null &&
    steps > 0 &&
    (parts.includes(unitId) || isWithin(parents.get(unitId) ?? null, steps - 1));
  return (unitId) => isWithin(unitId, units.length + 1);
}

/** Which units may host what the user books, and which does at first: null where none has to. */
export interface Hosting {
  may: Scope;
  first: string | null;
}

export function hostingOf(
  user: { roles: readonly Role[]; unitRoles: readonly UnitRole[] },
  units: readonly Pick<Unit, 'id' | 'parentId' | 'validFrom' | 'validTo'>[],
  day: string,
): Hosting {
  const [clerk, approver] = [scopeOf('clerk', user, units), scopeOf('approver', user, units)];
  const may: Scope = (unitId) => clerk(unitId) || approver(unitId);
  const first = firstUnitOf('clerk', user, units, day) ?? firstUnitOf('approver', user, units, day);
  return { may, first: may(null) ? null : first };
}

/**
 * The first of the units the user has the role for that is there on a day; null for who has it for the province, and where none is. After a
 * reorganisation he still has it for the unit that ended, and for what came in its place.
 */
export function firstUnitOf(
  role: Role,
  user: { roles: readonly Role[]; unitRoles: readonly UnitRole[] },
  units: readonly Pick<Unit, 'id' | 'validFrom' | 'validTo'>[],
  day: string,
): string | null {
  if (user.roles.includes('administrator')) return null;
  const there = new Set(
    units
      .filter(({ validFrom, validTo }) => validFrom <= day && (!validTo || validTo >= day))
      .map((unit) => unit.id),
  );
  return user.unitRoles.find((one) => one.role === role && there.has(one.unitId))?.unitId ?? null;
}
