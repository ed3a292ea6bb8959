import { ActionIcon, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { t } from '../i18n/language';
import { CloseIcon, SearchIcon } from './icons';

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number | string;
  ref?: Ref<HTMLInputElement>;
}

/** A search field with a magnifier; Escape or the cross clears it. */
export function SearchBox({ label, value, onChange, width = 300, ref }: SearchBoxProps) {
  return (
    <TextInput
      ref={ref}
      type="text"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      title={label}
      w={width}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value) onChange('');
      }}
      leftSection={<SearchIcon size={16} />}
      rightSection={
        value ? (
          <ActionIcon variant="subtle" size="sm" aria-label={t('do.clear')} onClick={() => onChange('')}>
            <CloseIcon size={14} />
          </ActionIcon>
        ) : null
      }
    />
  );
}
