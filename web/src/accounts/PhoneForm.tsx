import { Button, Paper, Stack, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { putPhone } from '../api/session';
import { sessionKey, useUser } from '../app/session';
import { t } from '../i18n/language';
import { errorText, fieldError } from '../ui/errorText';
import { say } from '../ui/toast';

/** Where the bridge calls a technician who talks to a room in private. */
export function PhoneForm() {
  const user = useUser();
  const client = useQueryClient();
  const [phone, setPhone] = useState(user.phone ?? '');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await putPhone(phone);
      await client.invalidateQueries({ queryKey: sessionKey });
      say('done', t('profile.phoneSaved'));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const wrong = fieldError(problem, 'phone') ?? (problem === null ? undefined : errorText(problem));
  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4" mb="sm">
        {t('profile.phone')}
      </Title>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('aside.phone')}
            description={t('aside.phoneHint')}
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            autoComplete="off"
            {...(wrong === undefined ? {} : { error: wrong })}
          />
          <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
            {t('profile.phoneSave')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
