import { Button, Paper, Stack, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { putMail } from '../api/session';
import { sessionKey, useUser } from '../app/session';
import { t } from '../i18n/language';
import { errorText, fieldError } from '../ui/errorText';
import { say } from '../ui/toast';

/** Where one is reminded of what waits for one's approval. */
export function MailForm() {
  const user = useUser();
  const client = useQueryClient();
  const [mail, setMail] = useState(user.mail ?? '');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await putMail(mail);
      await client.invalidateQueries({ queryKey: sessionKey });
      say('done', t('profile.mailSaved'));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const wrong = fieldError(problem, 'mail') ?? (problem === null ? undefined : errorText(problem));
  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4" mb="sm">
        {t('profile.mail')}
      </Title>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <TextInput
            type="email"
            label={t('profile.mailAddress')}
            description={t('profile.mailHint')}
            value={mail}
            onChange={(event) => setMail(event.currentTarget.value)}
            autoComplete="email"
            {...(wrong === undefined ? {} : { error: wrong })}
          />
          <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
            {t('profile.mailSave')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
