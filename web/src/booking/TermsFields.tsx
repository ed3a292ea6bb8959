import { Alert, Input, SegmentedControl } from '@mantine/core';
import { t } from '../i18n/language';
import type { Draft, FieldErrors } from './draft';
import classes from './dossier.module.css';
import { withSecrecy, type Terms } from './terms';

interface TermsFieldsProps {
  terms: Terms;
  errors: FieldErrors;
  edit: (change: (draft: Draft) => Draft) => void;
}

const levels = ['open', 'confidential', 'secret', 'topSecret'] as const;
const policies = ['default', 'required', 'preferred', 'off'] as const;
const modes = ['none', 'mix', 'tracks'] as const;

/** Secrecy, encryption and recording; what a secret decides by itself is shown and cannot be chosen. */
export function TermsFields({ terms, errors, edit }: TermsFieldsProps) {
  const change = (next: (terms: Terms) => Terms) =>
    edit((before) => ({ ...before, terms: next(before.terms) }));
  const isSecret = terms.secrecy !== 'open';
  return (
    <>
      <Input.Wrapper label={t('secrecy.label')} error={errors.secrecy} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('secrecy.label')}
            value={terms.secrecy}
            onChange={(secrecy) => change((before) => withSecrecy(before, secrecy))}
            data={levels.map((value) => ({ value, label: t(`secrecy.${value}`) }))}
          />
        </div>
      </Input.Wrapper>
      {isSecret && (
        <Alert color="yellow" variant="light" p="sm" data-testid="secrecy-rules">
          <p className={classes.rule}>{t('secrecy.rules')}</p>
          <p className={classes.rule}>
            <b>{t('secrecy.notEnough')}</b>
          </p>
        </Alert>
      )}
      <Input.Wrapper label={t('encryption.label')} error={errors.encryption} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('encryption.label')}
            disabled={isSecret}
            value={isSecret ? 'required' : terms.encryption}
            onChange={(encryption) => change((before) => ({ ...before, encryption }))}
            data={policies.map((value) => ({ value, label: t(`encryption.${value}`) }))}
          />
        </div>
        <p className={classes.soft}>
          {isSecret ? t('encryption.secret') : t(`encryption.${terms.encryption}Hint`)}
        </p>
      </Input.Wrapper>
      <Input.Wrapper label={t('recordings.wish')} error={errors.recording} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('recordings.wish')}
            disabled={isSecret}
            value={terms.recording}
            onChange={(recording) => change((before) => ({ ...before, recording }))}
            data={modes.map((value) => ({ value, label: t(`recordings.mode.${value}`) }))}
          />
        </div>
        <p className={classes.soft}>{t(isSecret ? 'secrecy.noRecording' : 'recordings.wishHint')}</p>
      </Input.Wrapper>
    </>
  );
}

/** What is in it, as long as it is folded. */
export const termsTold = (terms: Terms): (string | false)[] => [
  terms.secrecy !== 'open' && t(`secrecy.${terms.secrecy}`),
  terms.encryption !== 'default' && `${t('encryption.label')}: ${t(`encryption.${terms.encryption}`)}`,
  terms.recording !== 'none' && t(`recordings.mode.${terms.recording}`),
];
