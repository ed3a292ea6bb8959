import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { setUp, signIn } from '../api/session';
import { adoptSession, sessionKey, useSession } from '../app/session';
import { t } from '../i18n/language';
import { errorText, fieldError } from '../ui/errorText';
import { Welcome } from './Welcome';

const empty = { code: '', organisation: '', displayName: '', userName: '', password: '', repeat: '' };
type Field = keyof typeof empty;

/** Creates the first administrator. The one-time code comes from the server's window, usually inside the link. */
export function SetupPage() {
  const [parameters] = useSearchParams();
  const [values, setValues] = useState({ ...empty, code: parameters.get('code') ?? '' });
  const [problem, setProblem] = useState<unknown>(null);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  if (session && !session.setupNeeded) return <Navigate to="/signin" replace />;

  const mismatch = values.repeat !== values.password;
  const missing = Object.values(values).some((value) => value.trim() === '');

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (missing || mismatch) return;
    setBusy(true);
    setProblem(null);
    try {
      const { code, organisation, displayName, userName, password } = values;
      await setUp({ code, organisation, displayName, userName: userName.trim(), password });
      client.setQueryData(sessionKey, adoptSession(await signIn(values.userName.trim(), values.password)));
      await navigate('/rooms');
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };

  const field = (name: Field) => ({
    name,
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
    error:
      fieldError(problem, name) ?? (checked && values[name].trim() === '' ? t('field.required') : undefined),
    size: 'md' as const,
  });

  return (
    <Welcome title={t('setup.title')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <p style={{ margin: 0 }}>{t('setup.intro')}</p>
          {problem !== null && (
            <Alert color="red" variant="light" role="alert" styles={{ message: { color: 'var(--ink)' } }}>
              {errorText(problem)}
            </Alert>
          )}
          <TextInput label={t('setup.code')} description={t('setup.codeHint')} {...field('code')} />
          <TextInput
            label={t('setup.organisation')}
            description={t('setup.organisationHint')}
            autoFocus
            {...field('organisation')}
          />
          <TextInput label={t('setup.displayName')} autoComplete="name" {...field('displayName')} />
          <TextInput label={t('setup.userName')} autoComplete="username" {...field('userName')} />
          <PasswordInput
            label={t('setup.password')}
            description={t('setup.passwordHint')}
            autoComplete="new-password"
            {...field('password')}
          />
          <PasswordInput
            label={t('setup.repeat')}
            autoComplete="new-password"
            {...field('repeat')}
            {...(checked && mismatch ? { error: t('setup.mismatch') } : {})}
          />
          <Button type="submit" size="md" loading={busy}>
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </Welcome>
  );
}
