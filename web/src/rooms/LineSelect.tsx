import { Select } from '@mantine/core';
import type { Line } from '../api/types';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { treeOf } from './lines';

interface LineSelectProps {
  label: string;
  placeholder?: string;
  lines: readonly Line[];
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
}

/** One of the lines, or none. */
export function LineSelect({ label, placeholder, lines, value, onChange, error }: LineSelectProps) {
  return (
    <Select
      label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('do.remove') }}
      data={treeOf(lines).map(({ line }) => ({
        value: line.id,
        label: `${line.name} (${line.kbits} kbit/s)`,
      }))}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && matches(search, option.label))
      }
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
