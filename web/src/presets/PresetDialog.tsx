import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../i18n/language';
import { UnitSelect } from '../rooms/UnitSelect';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { useSubmit } from '../ui/useSubmit';
import classes from './presets.module.css';

interface PresetDialogProps {
  title: string;
  hint?: string;
  name: string;
  unitId: string | null;
  /** False where it may only be one's own. */
  mayShare?: boolean;
  onSave: (name: string, unitId: string | null) => Promise<unknown>;
  onClose: () => void;
}

/** Asks under which name something is kept, and for whom. */
export function PresetDialog({ title, onClose, ...form }: PresetDialogProps) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('do.close') }}>
      <PresetForm onClose={onClose} {...form} />
    </Modal>
  );
}

function PresetForm({
  hint,
  name: first,
  unitId: of,
  mayShare = true,
  onSave,
  onClose,
}: Omit<PresetDialogProps, 'title'>) {
  const submit = useSubmit();
  const [name, setName] = useState(first);
  const [unitId, setUnitId] = useState(of);
  const valid = name.trim() !== '';
  const save = () =>
    submit.run(valid, async () => {
      await onSave(name.trim().normalize('NFC'), mayShare ? unitId : null);
      onClose();
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // The form it was opened from must not be sent with it.
        event.stopPropagation();
        void save();
      }}
      noValidate
    >
      <Stack gap="md">
        {submit.problem !== null && <Failure error={submit.problem} />}
        {hint && <p className={classes.soft}>{hint}</p>}
        <TextInput
          label={t('presets.name')}
          data-autofocus
          maxLength={150}
          value={name}
          error={
            fieldError(submit.problem, 'name') ?? (submit.checked && !valid ? t('field.required') : undefined)
          }
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mayShare && (
          <div>
            <UnitSelect
              label={`${t('presets.unit')} (${t('word.optional')})`}
              value={unitId}
              error={fieldError(submit.problem, 'unitId')}
              onChange={setUnitId}
            />
            <p className={classes.soft}>{t('presets.unitHint')}</p>
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('do.cancel')}
          </Button>
          <Button type="submit" loading={submit.busy}>
            {t('do.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
