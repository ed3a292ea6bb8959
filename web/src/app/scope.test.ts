import { describe, expect, it } from 'vitest';
import type { Role, UnitRole } from '../api/types';
import { scopeOf } from './scope';

// The province over a department and a district, which is over a commune.
const units = [
  { id: 'province', parentId: null },
  { id: 'department', parentId: 'province' },
  { id: 'district', parentId: 'province' },
  { id: 'commune', parentId: 'district' },
];
const user = (roles: Role[], ...unitRoles: [Role, string][]) => ({
  roles,
  unitRoles: unitRoles.map(([role, unitId]): UnitRole => ({ role, unitId })),
});
const everywhere = ['province', 'department', 'district', 'commune', null];

describe('scopeOf', () => {
  it.each([
    ['an administrator', user(['administrator']), everywhere],
    ['a technician of the province', user(['technician']), everywhere],
    [
      'a technician of the district',
      user(['technician'], ['technician', 'district']),
      ['district', 'commune'],
    ],
    [
      'one of two units',
      user(['technician'], ['technician', 'commune'], ['technician', 'department']),
      ['department', 'commune'],
    ],
    [
      'a clerk of the province who is technician of a part',
      user(['clerk', 'technician'], ['technician', 'commune']),
      ['commune'],
    ],
    ['one with another role', user(['clerk'], ['clerk', 'district']), []],
    ['one with no role', user([]), []],
    ['one whose unit is not known here', user(['technician'], ['technician', 'elsewhere']), []],
  ])('is, for %s, where the server lets him act', (_, who, where) => {
    expect(everywhere.filter(scopeOf('technician', who, units))).toEqual(where);
  });

  it('ends where a tree goes round in a circle', () => {
    const circle = [
      { id: 'a', parentId: 'b' },
      { id: 'b', parentId: 'a' },
    ];
    expect(scopeOf('technician', user(['technician'], ['technician', 'c']), circle)('a')).toBe(false);
  });
});
