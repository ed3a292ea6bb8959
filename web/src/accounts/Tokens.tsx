import { Alert, Button, Group, Paper, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { createToken, deleteToken, getTokens } from '../api/session';
import type { Token } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import { CopiedText } from '../ui/CopiedText';
import { errorText } from '../ui/errorText';
import { Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';

const tokensKey = ['tokens'] as const;

/** Personal access tokens: made here, shown once, revoked here. */
export function Tokens() {
  const client = useQueryClient();
  const tokens = useQuery({ queryKey: tokensKey, queryFn: getTokens });
  const [name, setName] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const refetch = () => client.invalidateQueries({ queryKey: tokensKey });

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    try {
      setMade((await createToken(name.trim())).token);
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
          <Table.Tbody>
            {tokens.data.map((token) => (
              <Table.Tr key={token.id}>
                <Table.Td>{token.name}</Table.Td>
                <Table.Td className="numbers">{formatDateTime(instantOf(token.createdAt))}</Table.Td>
                <Table.Td style={{ textAlign: 'right' }}>
                  <Button variant="default" size="compact-sm" onClick={() => void revoke(token)}>
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

function MadeToken({ token }: { token: string }) {
  return (
    <Alert color="yellow" variant="light" mb="md" title={t('profile.tokenOnce')}>
      <CopiedText text={token} />
    </Alert>
  );
}
