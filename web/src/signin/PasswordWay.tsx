import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ApiError } from '../api/problem';
import { putLanguage, signIn } from '../api/session';
import { adoptSession, sessionKey } from '../app/session';
import { language, t } from '../i18n/language';
import { errorText } from '../ui/errorText';
import { Refused } from './OpenIdWay';

/** Signing in by name and password, and by a code where the account has a second step. */
export function PasswordWay() {
  const client = useQueryClient();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!userName.trim() || !password) {
      setError(t('signin.required'));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const session = adoptSession(await signIn(userName.trim(), password, code));
      if (session.user && session.user.language !== language.get())
        void putLanguage(language.get()).catch(() => undefined);
      client.setQueryData(sessionKey, session);
    } catch (failure) {
      if (failure instanceof ApiError && failure.code.startsWith('secondFactor')) {
        // The password was right: only the code is asked for.
        setCode('');
        setError(failure.code === 'secondFactorNeeded' ? null : refusal(failure));
      } else {
        setPassword('');
        setCode(null);
        setError(refusal(failure));
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {error !== null && <Refused text={error} />}
        <TextInput
          label={t('signin.userName')}
          name="userName"
          autoComplete="username"
          autoFocus
          size="md"
          value={userName}
          onChange={(event) => setUserName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signin.password')}
          name="password"
          autoComplete="current-password"
          size="md"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {code !== null && (
          <TextInput
            label={t('second.signinCode')}
            description={t('second.codeHint')}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            maxLength={40}
            size="md"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button type="submit" size="md" loading={busy}>
          {t('signin.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function refusal(failure: unknown): string {
  // The likeliest mistake gets advice; for the others (locked, disabled, too many tries) the server's sentence says it all.
  const mistyped =
    failure instanceof ApiError && (failure.code === 'signInWrong' || failure.code === 'invalid');
  return mistyped ? t('signin.wrong') : errorText(failure);
}
