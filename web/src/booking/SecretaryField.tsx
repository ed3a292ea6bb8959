import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getSecretaries, secretariesKey } from '../api/briefings';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { errorText } from '../ui/errorText';
import type { DossierDraft } from './dossier';

const nobody = '';
type Person = NonNullable<DossierDraft['secretaryAccount']>;

interface SecretaryFieldProps {
  value: Person | null;
  error: string | undefined;
  onChange: (person: Person | null) => void;
}

/** The account that is to do a secretary's work in this briefing, found by name. One that is named and retired stays to be seen. */
export function SecretaryField({ value, error, onChange }: SecretaryFieldProps) {
  const { data, error: failure } = useQuery({ queryKey: secretariesKey, queryFn: getSecretaries });
  const people = data ?? [];
  const all = value && !people.some((one) => one.id === value.id) ? [value, ...people] : people;
  return (
    <Select
      label={t('secretary.account')}
      description={t('secretary.accountHint')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('secretary.notFound')}
      data={[
        { value: nobody, label: t('secretary.nobody') },
        ...all.map((one) => ({ value: one.id, label: `${one.displayName} (${one.userName})` })),
      ]}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && matches(search, option.label))
      }
      limit={50}
      value={value?.id ?? nobody}
      error={error ?? (failure ? errorText(failure) : undefined)}
      onChange={(id) => onChange(all.find((one) => one.id === id) ?? null)}
    />
  );
}
