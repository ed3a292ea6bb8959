import { Stack, TextInput } from '@mantine/core';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import type { UnitDraft } from './reorganisation';
import { UnitSelect } from './UnitSelect';

interface NewUnitFieldsProps {
  unit: UnitDraft;
  /** Its place among those that take over, from 0. */
  place: number;
  /** The unit that ends: nothing is put under it. */
  without: string;
  onChange: (change: Partial<UnitDraft>) => void;
  problem: unknown;
  /** Missing entries are marked. */
  checked: boolean;
}

/** What a unit that begins is called, and what it stands under. */
export function NewUnitFields({ unit, place, without, onChange, problem, checked }: NewUnitFieldsProps) {
  const told = (field: string) => fieldError(problem, `successors[${String(place)}].${field}`);
  const text = (field: 'name' | 'shortName' | 'kind') => ({
    value: unit[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [field]: event.currentTarget.value }),
    error:
      told(field) ??
      (checked && field !== 'shortName' && !unit[field].trim() ? t('field.required') : undefined),
  });
  return (
    <Stack gap="sm">
      <TextInput label={t('units.name')} {...text('name')} />
      <TextInput label={`${t('units.shortName')} (${t('word.optional')})`} {...text('shortName')} />
      <TextInput label={t('units.kind')} description={t('units.kindHint')} {...text('kind')} />
      <UnitSelect
        label={`${t('units.parent')} (${t('word.optional')})`}
        value={unit.parentId}
        without={without}
        onChange={(parentId) => onChange({ parentId })}
        error={told('parentId')}
      />
    </Stack>
  );
}
