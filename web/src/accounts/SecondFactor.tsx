import { Alert, Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  beginSecondFactor,
  prepareSecondFactor,
  removeSecondFactor,
  renewPaperCodes,
} from '../api/secondFactor';
import { sessionKey, useUser } from '../app/session';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import { PaperCodes } from './PaperCodes';
import { QrPicture } from './QrPicture';

/** Codes that are being shown: the page may be drawn anew while somebody writes them down. */
let shown: readonly string[] | null = null;

/** The second step of signing in: set up, given new codes, taken away. */
export function SecondFactor() {
  const { secondFactor } = useUser();
  const client = useQueryClient();
  const [codes, setShown] = useState(shown);
  const setCodes = (next: readonly string[] | null) => {
    shown = next;
    setShown(next);
  };
  const changed = () => client.invalidateQueries({ queryKey: sessionKey });
  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4" mb="xs">
        {t('second.title')}
      </Title>
      {secondFactor.due && codes === null && (
        <Alert color="yellow" variant="light" mb="sm" role="alert">
          {t('second.due')}
        </Alert>
      )}
      <Text size="sm" mb="sm">
        {t('second.explain')}
      </Text>
      {codes !== null ? (
        <PaperCodes
          codes={codes}
          onKept={() => {
            setCodes(null);
            void changed();
          }}
        />
      ) : secondFactor.enabled ? (
        <TurnedOn left={secondFactor.paperLeft} onCodes={setCodes} onChanged={() => void changed()} />
      ) : (
        <SetUp onCodes={setCodes} />
      )}
    </Paper>
  );
}

type OnCodes = (codes: readonly string[]) => void;

function SetUp({ onCodes }: { onCodes: OnCodes }) {
  const submit = useSubmit();
  const [password, setPassword] = useState('');
  const [key, setKey] = useState<{ key: string; address: string } | null>(null);
  // Who signs in at the OpenID provider only has no password here to ask for.
  const { hasPassword } = useUser();
  const prepare = () =>
    submit.run(password !== '' || !hasPassword, async () => {
      setKey(await prepareSecondFactor(hasPassword ? password : null));
      setPassword('');
    });
  if (key !== null) return <Confirm secret={key} onCodes={onCodes} />;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void prepare();
      }}
    >
      <Stack gap="sm">
        <Text>✕ {t('second.off')}</Text>
        {submit.problem !== null && <Failure error={submit.problem} />}
        {hasPassword && (
          <PasswordInput
            label={t('second.password')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={
              fieldError(submit.problem, 'password') ??
              (submit.checked && password === '' ? t('field.required') : undefined)
            }
          />
        )}
        <Button type="submit" loading={submit.busy} style={{ alignSelf: 'flex-start' }}>
          {t('second.start')}
        </Button>
      </Stack>
    </form>
  );
}

function Confirm({ secret, onCodes }: { secret: { key: string; address: string }; onCodes: OnCodes }) {
  const submit = useSubmit();
  const [code, setCode] = useState('');
  const confirm = () =>
    submit.run(code.trim() !== '', async () => {
      const { codes } = await beginSecondFactor(code);
      onCodes(codes);
    });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Stack gap="sm">
        <Text>{t('second.scan')}</Text>
        <QrPicture text={secret.address} />
        <Text>
          {t('second.key')}:{' '}
          <b style={{ overflowWrap: 'anywhere' }}>{secret.key.match(/.{1,4}/g)?.join(' ')}</b>
        </Text>
        {submit.problem !== null && <Failure error={submit.problem} />}
        <CodeField label={t('second.enter')} value={code} onChange={setCode} submit={submit} />
        <Button type="submit" loading={submit.busy} style={{ alignSelf: 'flex-start' }}>
          {t('second.confirm')}
        </Button>
      </Stack>
    </form>
  );
}

interface TurnedOnProps {
  left: number;
  onCodes: OnCodes;
  onChanged: () => void;
}

function TurnedOn({ left, onCodes, onChanged }: TurnedOnProps) {
  const submit = useSubmit();
  const [code, setCode] = useState('');
  const run = (act: () => Promise<void>) => () =>
    void submit.run(code.trim() !== '', async () => {
      await act();
      setCode('');
    });
  const renew = run(async () => {
    const { codes } = await renewPaperCodes(code);
    onCodes(codes);
  });
  const remove = run(async () => {
    await removeSecondFactor(code);
    say('done', t('second.removed'));
    onChanged();
  });
  return (
    <Stack gap="sm">
      <Text>✓ {t('second.on', { n: left })}</Text>
      {submit.problem !== null && <Failure error={submit.problem} />}
      <CodeField label={t('second.code')} value={code} onChange={setCode} submit={submit} />
      <Group gap="sm">
        <Button variant="default" loading={submit.busy} onClick={renew}>
          {t('second.renew')}
        </Button>
        <Button variant="default" loading={submit.busy} onClick={remove}>
          {t('second.remove')}
        </Button>
      </Group>
    </Stack>
  );
}

interface CodeFieldProps {
  label: string;
  value: string;
  onChange: (code: string) => void;
  submit: ReturnType<typeof useSubmit>;
}

function CodeField({ label, value, onChange, submit }: CodeFieldProps) {
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={40}
      w={220}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={
        fieldError(submit.problem, 'code') ??
        (submit.checked && value.trim() === '' ? t('field.required') : undefined)
      }
    />
  );
}
