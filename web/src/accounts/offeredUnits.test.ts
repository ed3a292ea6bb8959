import { expect, test } from 'vitest';
import type { Unit } from '../api/types';
import { offeredUnits } from './offeredUnits';

const unit = (id: string, validTo: string | null): Unit => ({
  id,
  name: 'Sở Xây dựng',
  shortName: 'SXD',
  kind: 'sở',
  parentId: null,
  validFrom: '2020-01-01',
  validTo,
  contactName: null,
  mail: null,
  phone: null,
  tag: '',
});

test('a unit that has ended is there only where it was chosen, and tells itself from its successor', () => {
  const units = [unit('before', '2026-06-30'), unit('today', '2026-07-01'), unit('now', null)];
  const named = (chosen: string[]) =>
    offeredUnits(units, chosen, '2026-07-01').map(({ value, label }) => `${value}: ${label}`);
  expect(named([])).toEqual(['today: Sở Xây dựng', 'now: Sở Xây dựng']);
  expect(named(['before'])).toEqual([
    'before: Sở Xây dựng (đến 30/06/2026)',
    'today: Sở Xây dựng',
    'now: Sở Xây dựng',
  ]);
});
