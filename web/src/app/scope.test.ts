import { describe, expect, it } from 'vitest';
import type { Role, UnitRole } from '../api/types';
import { firstUnitOf, hostingOf, scopeOf } from './scope';

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

describe('firstUnitOf', () => {
  const day = '2026-07-01';
  const dated = [
    { id: 'ended', validFrom: '2020-01-01', validTo: '2026-06-30' },
    { id: 'last day', validFrom: '2020-01-01', validTo: day },
    { id: 'first day', validFrom: day, validTo: null },
    { id: 'to come', validFrom: '2026-07-02', validTo: null },
  ];
  it.each([
    [
      'passes over a unit that has ended',
      user(['technician'], ['technician', 'ended'], ['technician', 'first day']),
      'first day',
    ],
    [
      'passes over a unit that is not there yet',
      user(['technician'], ['technician', 'to come'], ['technician', 'last day']),
      'last day',
    ],
    [
      'takes the first of several',
      user(['technician'], ['technician', 'last day'], ['technician', 'first day']),
      'last day',
    ],
    [
      'passes over the units of another role',
      user(['clerk', 'technician'], ['clerk', 'last day'], ['technician', 'first day']),
      'first day',
    ],
    ['is none where all have ended', user(['technician'], ['technician', 'ended']), null],
    ['is none where the unit is not known here', user(['technician'], ['technician', 'elsewhere']), null],
    ['is none for the province', user(['technician']), null],
    [
      'is none for an administrator',
      user(['administrator', 'technician'], ['technician', 'first day']),
      null,
    ],
  ])('%s', (_, who, unit) => {
    expect(firstUnitOf('technician', who, dated, day)).toBe(unit);
  });
});

describe('hostingOf', () => {
  const dated = units.map((unit) => ({ ...unit, validFrom: '2020-01-01', validTo: null }));
  it.each([
    ['a clerk of the province', user(['clerk']), null, everywhere],
    ['a clerk of the district', user(['clerk'], ['clerk', 'district']), 'district', ['district', 'commune']],
    [
      'an approver of the department who is clerk of the commune',
      user(['approver', 'clerk'], ['approver', 'department'], ['clerk', 'commune']),
      'commune',
      ['department', 'commune'],
    ],
    [
      'a clerk of the commune who approves for the province',
      user(['approver', 'clerk'], ['clerk', 'commune']),
      null,
      everywhere,
    ],
  ])('is, for %s, where the server lets him book', (_, who, first, where) => {
    const hosting = hostingOf(who, dated, '2026-07-01');
    expect([hosting.first, everywhere.filter(hosting.may)]).toEqual([first, where]);
  });
});
