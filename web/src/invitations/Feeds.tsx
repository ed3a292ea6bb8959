import { Alert, Button, Group, Paper, Select, Table, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createFeed, deleteFeed, feedsKey, getFeeds } from '../api/invitations';
import { useRooms } from '../api/rooms';
import type { Feed, FeedKind } from '../api/types';
import { t } from '../i18n/language';
import { UnitSelect } from '../rooms/UnitSelect';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { formatDateTime, instantOf } from '../time/time';
import { CopiedText } from '../ui/CopiedText';
import { errorText } from '../ui/errorText';
import { Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';
import { ofToken } from './ofToken';

const kinds = ['person', 'room', 'unit'] as const satisfies readonly FeedKind[];

/** Secret addresses of calendars: made here, shown once, revoked here. */
export function Feeds() {
  const client = useQueryClient();
  const feeds = useQuery({ queryKey: feedsKey, queryFn: getFeeds });
  const [kind, setKind] = useState<FeedKind>('person');
  const [target, setTarget] = useState<string | null>(null);
  const [made, setMade] = useState<{ path: string; davPath: string } | null>(null);
  const refetch = () => client.invalidateQueries({ queryKey: feedsKey });
  const create = async () => {
    try {
      setMade(await createFeed(kind, kind === 'person' ? null : target));
      await refetch();
    } catch (failure) {
      say('failed', errorText(failure));
    }
  };
  const revoke = async (feed: Feed) => {
    try {
      await deleteFeed(feed.id);
      say('done', t('feeds.revoked', { name: feed.name }));
      await refetch();
    } catch (failure) {
      say('failed', errorText(failure));
    }
  };
  return (
    <Paper withBorder p="lg" data-testid="feeds">
      <Title order={2} size="h4">
        {t('feeds.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {t('feeds.hint')}
      </Text>
      <Group align="flex-end" gap="xs" mb="md">
        <Select
          label={t('feeds.kind')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`feeds.kind.${value}`) }))}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen ?? 'person');
            setTarget(null);
          }}
        />
        {kind === 'room' && <RoomSelect value={target} onChange={setTarget} />}
        {kind === 'unit' && <UnitSelect label={t('rooms.unit')} value={target} onChange={setTarget} />}
        <Button disabled={kind !== 'person' && target === null} onClick={() => void create()}>
          {t('feeds.create')}
        </Button>
      </Group>
      {made !== null && (
        <Alert color="yellow" variant="light" mb="md">
          <Text fw={600}>{t('feeds.once')}</Text>
          <Text size="sm">{t('feeds.ics')}</Text>
          <CopiedText text={window.location.origin + made.path} />
          <Text size="sm" mt="xs">
            {t('feeds.dav')}
          </Text>
          <CopiedText text={window.location.origin + made.davPath} />
        </Alert>
      )}
      {feeds.isPending && <Lines count={2} />}
      {feeds.isError && <Failure error={feeds.error} retry={() => void feeds.refetch()} />}
      {feeds.data?.length === 0 && <Text c="dimmed">{t('feeds.none')}</Text>}
      {feeds.data && feeds.data.length > 0 && (
        <Table>
          <Table.Tbody>
            {feeds.data.map((feed) => (
              <Table.Tr key={feed.id}>
                <Table.Td>
                  {feed.name}
                  <Text c="dimmed" size="sm">
                    {t(`feeds.kind.${feed.kind}`)} ·{' '}
                    {feed.lastUsedAt
                      ? t('feeds.used', { time: formatDateTime(instantOf(feed.lastUsedAt)) })
                      : t('feeds.unused')}
                    {feed.token !== null && ` · ${ofToken(feed, serverNow())}`}
                  </Text>
                </Table.Td>
                <Table.Td style={{ textAlign: 'right' }}>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`${t('profile.revoke')}: ${feed.name}`}
                    onClick={() => void revoke(feed)}
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

function RoomSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const rooms = useRooms().data ?? [];
  return (
    <Select
      label={t('rooms.title')}
      searchable
      data={rooms.filter((room) => room.active).map((room) => ({ value: room.id, label: room.name }))}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && matches(search, option.label))
      }
      value={value}
      onChange={onChange}
    />
  );
}
