import { Checkbox, Textarea } from '@mantine/core';
import { t } from '../i18n/language';
import type { Draft, FieldErrors } from './draft';

interface UrgentFieldProps {
  draft: Draft;
  errors: FieldErrors;
  edit: (change: (draft: Draft) => Draft) => void;
}

/** A session that cannot wait for the usual approval, and why. */
export function UrgentField({ draft, errors, edit }: UrgentFieldProps) {
  const urgent = draft.urgent ?? null;
  return (
    <div>
      <Checkbox
        label={t('urgent.tick')}
        description={t('urgent.hint')}
        checked={urgent !== null}
        error={errors.urgent}
        onChange={(event) => {
          const ticked = event.currentTarget.checked;
          edit((before) => ({ ...before, urgent: ticked ? '' : null }));
        }}
      />
      {urgent !== null && (
        <Textarea
          mt={6}
          label={t('urgent.reason')}
          name="urgentReason"
          autosize
          minRows={2}
          maxLength={500}
          required
          value={urgent}
          error={errors.urgentReason}
          onChange={(event) => {
            const reason = event.currentTarget.value;
            edit((before) => ({ ...before, urgent: reason }));
          }}
        />
      )}
    </div>
  );
}
