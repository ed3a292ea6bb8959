import { Alert, Button, Divider, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { enterOpenIdCode } from '../api/session';
import { adoptSession, sessionKey } from '../app/session';
import { useWayBack } from '../app/useWayBack';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { useSubmit } from '../ui/useSubmit';

const refusals = ['denied', 'state', 'expired', 'away', 'disabled', 'full', 'tooMany', 'failed'] as const;

/** Why the way over the provider led nowhere, if the address says so in a word we know. */
export function openIdRefusal(word: string | null, name: string): string | null {
  const known = refusals.find((refusal) => refusal === word);
  return known ? t(`openid.${known}`, { name }) : null;
}

/** The way over the OpenID provider. It leaves these pages, and comes back to the page that asked for the sign-in. */
export function OpenIdButton({ name, alone }: { name: string; alone: boolean }) {
  const to = useWayBack() ?? '/';
  return (
    <>
      <Button
        component="a"
        href={`/openid/sign-in?to=${encodeURIComponent(to)}`}
        size="md"
        variant={alone ? 'filled' : 'default'}
        data-testid="openid"
      >
        {t('openid.signIn', { name })}
      </Button>
      {!alone && <Divider label={t('openid.or')} styles={{ label: { color: 'var(--ink-soft)' } }} />}
    </>
  );
}

/** The provider has said who it is: only the code of the second step is asked for. */
export function OpenIdCode({ name }: { name: string }) {
  const client = useQueryClient();
  const submit = useSubmit();
  const [code, setCode] = useState('');
  const enter = () =>
    submit.run(code.trim() !== '', async () => {
      client.setQueryData(sessionKey, adoptSession(await enterOpenIdCode(code)));
    });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <Stack gap="md">
        {submit.problem !== null && <Failure error={submit.problem} />}
        <p style={{ margin: 0 }}>{t('openid.codeIntro', { name })}</p>
        <TextInput
          label={t('second.signinCode')}
          description={t('second.codeHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          maxLength={40}
          size="md"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={
            fieldError(submit.problem, 'code') ??
            (submit.checked && code.trim() === '' ? t('field.required') : undefined)
          }
        />
        <Button type="submit" size="md" loading={submit.busy}>
          {t('openid.continue')}
        </Button>
        <Link to="/signin">{t('openid.startOver')}</Link>
      </Stack>
    </form>
  );
}

/** What went wrong at the provider, or with a password. */
export function Refused({ text }: { text: string }) {
  return (
    <Alert color="red" variant="light" role="alert" styles={{ message: { color: 'var(--ink)' } }}>
      {text}
    </Alert>
  );
}
