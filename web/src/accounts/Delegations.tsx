import { Button, Group, Paper, Select, Table, Text, Title } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { delegationsKey, endDelegation, getDelegations, lend } from '../api/approvals';
import type { Delegation } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { dayOf, formatDay } from '../time/time';
import { errorText, fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';

/** Lending one's right to approve for some days, and what is lent to one. Nothing for who has neither. */
export function Delegations() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: delegationsKey, queryFn: getDelegations });
  const { people, delegations } = query.data ?? { people: [], delegations: [] };
  const end = async (one: Delegation) => {
    try {
      await endDelegation(one.id);
      say('done', t('lend.ended'));
      await client.invalidateQueries({ queryKey: delegationsKey });
    } catch (failure) {
      say('failed', errorText(failure));
    }
  };
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (people.length === 0 && delegations.length === 0) return null;
  return (
    <Paper withBorder p="lg" data-testid="delegations">
      <Title order={2} size="h4">
        {t('lend.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {t('lend.hint')}
      </Text>
      {people.length > 0 && <LendForm people={people} />}
      {delegations.length === 0 && <Text c="dimmed">{t('lend.none')}</Text>}
      {delegations.length > 0 && (
        <Table>
          <Table.Tbody>
            {delegations.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {t(one.mine ? 'lend.mine' : 'lend.theirs', { who: one.mine ? one.to : one.from })}
                  <Text c="dimmed" size="sm" className="numbers">
                    {formatDay(one.fromDay)} – {formatDay(one.toDay)} · {stateText(one)}
                  </Text>
                </Table.Td>
                <Table.Td style={{ textAlign: 'right' }}>
                  {!isOver(one) && (
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={`${t('lend.end')}: ${one.mine ? one.to : one.from}`}
                      onClick={() => void end(one)}
                    >
                      {t('lend.end')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}

function LendForm({ people }: { people: { id: string; displayName: string; userName: string }[] }) {
  const client = useQueryClient();
  const today = dayOf(serverNow());
  const [to, setTo] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(today);
  const [until, setUntil] = useState<string | null>(today);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const made = await lend(to ?? '', from ?? '', until ?? '');
      say('done', t('lend.done', { who: made.to }));
      setTo(null);
      await client.invalidateQueries({ queryKey: delegationsKey });
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const day = { w: 150, valueFormat: 'DD/MM/YYYY', dateParser: parseDay };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Group align="flex-start" gap="xs" mb="md">
        <Select
          label={t('lend.to')}
          searchable
          data={people.map((one) => ({ value: one.id, label: `${one.displayName} (${one.userName})` }))}
          filter={({ options, search }) =>
            options.filter((option) => 'label' in option && matches(search, option.label))
          }
          value={to}
          error={fieldError(problem, 'toId')}
          onChange={setTo}
        />
        <DateInput
          {...day}
          label={t('lend.from')}
          value={from}
          error={fieldError(problem, 'fromDay')}
          onChange={setFrom}
        />
        <DateInput
          {...day}
          label={t('lend.until')}
          value={until}
          error={fieldError(problem, 'toDay')}
          onChange={setUntil}
        />
        <Button type="submit" mt={25} loading={busy} disabled={!to || !from || !until}>
          {t('lend.do')}
        </Button>
      </Group>
    </form>
  );
}

const isOver = (one: Delegation): boolean => one.endedAt !== null || one.toDay < dayOf(serverNow());

const stateText = (one: Delegation): string =>
  t(isOver(one) ? 'lend.over' : one.active ? 'lend.active' : 'lend.ahead');
