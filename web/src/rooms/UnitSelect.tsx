import { Select } from '@mantine/core';
import { useUnits } from '../api/rooms';
import type { Scope } from '../app/scope';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { dayOf } from '../time/time';

export interface PickProps {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
  /** A unit that cannot be chosen, with all below it: itself. */
  without?: string | undefined;
  /** Which may be chosen at all. */
  within?: Scope;
}

/** A unit of today, or the one that was chosen before. */
export function UnitSelect({ label, value, onChange, error, without, within = () => true }: PickProps) {
  const today = dayOf(serverNow());
  // Units that have ended stay in the records, but nothing new is put under them.
  const units = (useUnits().data ?? []).filter(
    (unit) =>
      unit.id === value ||
      (unit.id !== without && (!unit.validTo || unit.validTo >= today) && within(unit.id)),
  );
  return (
    <Select
      label={label}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('do.remove') }}
      nothingFoundMessage={t('booking.chairEmpty')}
      data={units.map((unit) => ({ value: unit.id, label: unit.name }))}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && matches(search, option.label))
      }
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
