import { Alert, Button, Group, Paper, Select, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { createToken, deleteToken, getTokens } from '../api/session';
import type { Token } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { formatDateTime, instantOf } from '../time/time';
import { CopiedText } from '../ui/CopiedText';
import { errorText } from '../ui/errorText';
import { Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';

const tokensKey = ['tokens'] as const;

/** What a token may be good for, days: the API takes 1 to 366. */
const lives = [30, 90, 180, 366] as const;
type Life = (typeof lives)[number];

/** Personal access tokens: made here for some days, shown once, revoked here. */
export function Tokens() {
  const client = useQueryClient();
  const tokens = useQuery({ queryKey: tokensKey, queryFn: getTokens });
  const [name, setName] = useState('');
  const [days, setDays] = useState<Life>(90);
  const [made, setMade] = useState<string | null>(null);
  const refetch = () => client.invalidateQueries({ queryKey: tokensKey });

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    try {
      setMade((await createToken(name.trim(), days)).token);
      setName('');
      await refetch();
    } catch (failure) {
      say('failed', errorText(failure));
    }
  };
  const revoke = async (token: Token) => {
    try {
      await deleteToken(token.id);
      say('done', t('profile.revoked', { name: token.name }));
      await refetch();
    } catch (failure) {
      say('failed', errorText(failure));
    }
  };

  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4">
        {t('profile.tokens')}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {t('profile.tokensHint')}
      </Text>
      <form onSubmit={(event) => void create(event)}>
        <Group align="flex-end" gap="xs" mb="md">
          <TextInput
            style={{ flex: 1 }}
            label={t('profile.tokenName')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            w={140}
            label={t('profile.tokenDays')}
            allowDeselect={false}
            data={lives.map((life) => ({ value: String(life), label: t(`profile.tokenDays.${life}`) }))}
            value={String(days)}
            onChange={(value) => setDays(lives.find((life) => String(life) === value) ?? 90)}
          />
          <Button type="submit" disabled={!name.trim()}>
            {t('profile.createToken')}
          </Button>
        </Group>
      </form>
      {made !== null && <MadeToken token={made} />}
      {tokens.isPending && <Lines count={2} />}
      {tokens.isError && <Failure error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.data?.length === 0 && <Text c="dimmed">{t('profile.noTokens')}</Text>}
      {tokens.data && tokens.data.length > 0 && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('profile.tokenCalled')}</Table.Th>
              <Table.Th>{t('profile.tokenMade')}</Table.Th>
              <Table.Th>{t('profile.tokenUsed')}</Table.Th>
              <Table.Th>{t('profile.tokenUntil')}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.data.map((token) => (
              <Table.Tr key={token.id}>
                <Table.Td>{token.name}</Table.Td>
                <Table.Td className="numbers">{formatDateTime(instantOf(token.createdAt))}</Table.Td>
                <Table.Td className="numbers">
                  {token.lastUsedAt
                    ? formatDateTime(instantOf(token.lastUsedAt))
                    : t('profile.tokenNeverUsed')}
                </Table.Td>
                <Table.Td className="numbers">
                  <Expiry at={token.expiresAt} />
                </Table.Td>
                <Table.Td style={{ textAlign: 'right' }}>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`${t('profile.revoke')} ${token.name}`}
                    onClick={() => void revoke(token)}
                  >
                    {t('profile.revoke')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}

function Expiry({ at }: { at: string | null | undefined }) {
  if (!at) return t('profile.tokenNever');
  const text = formatDateTime(instantOf(at));
  if (instantOf(at) > serverNow()) return text;
  return (
    <Text span c="var(--mantine-color-error)">
      {t('profile.tokenExpired', { at: text })}
    </Text>
  );
}

function MadeToken({ token }: { token: string }) {
  return (
    <Alert color="yellow" variant="light" mb="md" title={t('profile.tokenOnce')}>
      <CopiedText text={token} />
    </Alert>
  );
}
