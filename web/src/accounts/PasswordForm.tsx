import { Button, Paper, PasswordInput, Stack, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { putPassword } from '../api/session';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';

const empty = { current: '', next: '', repeat: '' };

export function PasswordForm() {
  const [values, setValues] = useState(empty);
  const [problem, setProblem] = useState<unknown>(null);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const mismatch = values.next !== values.repeat;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!values.current || !values.next || mismatch) return;
    setBusy(true);
    setProblem(null);
    try {
      await putPassword(values.current, values.next);
      setValues(empty);
      setChecked(false);
      say('done', t('profile.changed'));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };

  const field = (name: keyof typeof empty, apiName: string) => ({
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
    error: fieldError(problem, apiName) ?? (checked && !values[name] ? t('field.required') : undefined),
  });

  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4" mb="sm">
        {t('profile.passwordTitle')}
      </Title>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          {problem !== null && <Failure error={problem} />}
          <PasswordInput
            label={t('profile.current')}
            autoComplete="current-password"
            {...field('current', 'current')}
          />
          <PasswordInput
            label={t('profile.new')}
            description={t('setup.passwordHint')}
            autoComplete="new-password"
            {...field('next', 'new')}
          />
          <PasswordInput
            label={t('setup.repeat')}
            autoComplete="new-password"
            {...field('repeat', 'repeat')}
            {...(checked && mismatch ? { error: t('setup.mismatch') } : {})}
          />
          <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
            {t('profile.change')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
