import { Button, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { addParticipant, end, extend, muteAll, setLocked } from '../api/live';
import { ApiError } from '../api/problem';
import { useRooms } from '../api/rooms';
import type { Room } from '../api/types';
import { clashSentence, groupClashes } from '../booking/clashes';
import { shortageOfDay, shortageSentence } from '../booking/shortages';
import { t } from '../i18n/language';
import type { Board } from '../live/reduce';
import { RecordingButton } from '../recording/RecordingButton';
import { compareNames, matches } from '../search/fold';
import { errorText } from '../ui/errorText';
import { ClockIcon, LockIcon, MicOffIcon, PlusIcon, UnlockIcon } from '../ui/icons';
import { SearchBox } from '../ui/SearchBox';
import { say } from '../ui/toast';
import { PlaySound } from './PlaySound';

/** Acts on the whole session. Only ending asks back: everything else can be undone with one click. */
export function SessionActs({ board }: { board: Board }) {
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const id = board.conferenceId;

  const run = async (name: string, act: () => Promise<unknown>, done: string) => {
    setBusy(name);
    try {
      await act();
      say('done', done);
    } catch (error) {
      say('failed', refusal(error));
    } finally {
      setBusy(null);
    }
  };
  const button = (name: string, label: string, icon: ReactNode, act: () => void, hint?: string) => (
    <Button
      variant="default"
      size="sm"
      px="sm"
      leftSection={icon}
      title={hint}
      loading={busy === name}
      disabled={board.head.phase === 'ended'}
      onClick={act}
    >
      {label}
    </Button>
  );
  return (
    <>
      {button(
        'muteAll',
        t('act.muteAll'),
        <MicOffIcon />,
        () => void run('muteAll', () => muteAll(id), t('act.muteAllDone')),
        t('act.muteAllHint'),
      )}
      {board.head.dialInNumber &&
        button(
          'lock',
          t(board.head.locked ? 'dialIn.unlock' : 'dialIn.lock'),
          board.head.locked ? <UnlockIcon /> : <LockIcon />,
          () =>
            void run(
              'lock',
              () => setLocked(id, !board.head.locked),
              t(board.head.locked ? 'dialIn.unlockDone' : 'dialIn.lockDone'),
            ),
          t('dialIn.lockHint'),
        )}
      <RecordingButton board={board} />
      <PlaySound board={board} />
      {button('add', t('act.add'), <PlusIcon />, () => setAdding(true))}
      {button(
        'extend',
        t('act.extend'),
        <ClockIcon />,
        () => void run('extend', () => extend(id, 15), t('act.extendDone')),
      )}
      <Button
        variant="outline"
        color="red"
        size="sm"
        px="sm"
        disabled={board.head.phase === 'ended'}
        onClick={() => setEnding(true)}
        data-testid="end"
      >
        {t('act.end')}
      </Button>
      <Modal
        opened={ending}
        onClose={() => setEnding(false)}
        title={t('act.endTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <Text mb="md">{t('act.endText', { n: board.participants.size, title: board.head.title })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setEnding(false)} data-autofocus>
            {t('do.cancel')}
          </Button>
          <Button
            color="red"
            loading={busy === 'end'}
            onClick={() => void run('end', () => end(id), t('act.endDone')).then(() => setEnding(false))}
          >
            {t('act.endConfirm')}
          </Button>
        </Group>
      </Modal>
      <AddRoom board={board} opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function refusal(error: unknown): string {
  const first = error instanceof ApiError ? groupClashes(error.clashes)[0] : undefined;
  const thin = error instanceof ApiError ? error.shortages[0] : undefined;
  if (!first && thin) return t('act.extendClash', { reason: shortageSentence(thin) });
  return first
    ? t('act.extendClash', { reason: clashSentence(first) })
    : t('act.failedPlain', { reason: errorText(error) });
}

function AddRoom({ board, opened, onClose }: { board: Board; opened: boolean; onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const rooms = useRooms().data ?? [];
  const outside = rooms.filter((room) => room.active && !board.participants.has(room.id));
  const shown = outside
    .filter((room) => matches(query, room.name, room.shortName, room.unitName))
    .sort((a, b) => compareNames(a.name, b.name));
  const add = async (room: Room) => {
    setBusy(room.id);
    try {
      const { shortages } = await addParticipant(board.conferenceId, room.id);
      if (shortages.length > 0)
        say('failed', t('capacity.over', { what: shortages.map(shortageOfDay).join('; ') }));
      else say('done', t('act.addDone', { room: room.shortName }));
    } catch (error) {
      say('failed', refusal(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('act.addTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <Stack gap="sm">
        <SearchBox label={t('board.search')} value={query} onChange={setQuery} width="100%" />
        {outside.length === 0 && <Text c="dimmed">{t('act.addNone')}</Text>}
        {outside.length > 0 && shown.length === 0 && (
          <Text c="dimmed">{t('booking.noRoomsFound', { query })}</Text>
        )}
        <ScrollArea.Autosize mah={420}>
          <Stack gap={4}>
            {shown.map((room) => (
              <Group key={room.id} justify="space-between" wrap="nowrap" gap="sm">
                <div>
                  {room.name}
                  {room.unitName && (
                    <Text size="sm" c="dimmed">
                      {room.unitName}
                    </Text>
                  )}
                </div>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={busy === room.id}
                  onClick={() => void add(room)}
                >
                  {t('do.add')}
                </Button>
              </Group>
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Stack>
    </Modal>
  );
}
