import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { getLive, moveRoom, useLiveList } from '../api/live';
import type { BoardParticipant, LiveConference, MoveWay } from '../api/types';
import { t } from '../i18n/language';
import { errorText } from '../ui/errorText';
import { MoveIcon } from '../ui/icons';
import { say } from '../ui/toast';
import { arrivalText } from './tileState';

const patienceSeconds = 40;

interface MoveRoomProps {
  participant: BoardParticipant;
  conferenceId: string;
}

/** The button that moves a room, and the dialog that asks where to and how. */
export function MoveRoom({ participant, conferenceId }: MoveRoomProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<MoveIcon />}
        onClick={() => setOpened(true)}
        data-testid="move"
      >
        {t('move.act')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('move.title', { room: participant.shortName })}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <MoveForm participant={participant} conferenceId={conferenceId} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function MoveForm({ participant, conferenceId, onClose }: MoveRoomProps & { onClose: () => void }) {
  const sessions = (useLiveList().data ?? []).filter(
    (one) => one.id !== conferenceId && one.phase === 'running',
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [way, setWay] = useState<MoveWay>('sameCall');
  const [moving, setMoving] = useState<LiveConference | null>(null);
  const target =
    sessions.find((one) => one.id === chosen) ?? (sessions.length === 1 ? sessions[0] : undefined);

  const move = async (to: LiveConference) => {
    setMoving(to);
    const words = { room: participant.shortName, title: to.title };
    try {
      await moveRoom(conferenceId, participant.roomId, to.id, way);
      const how = await arrival(to.id, participant.roomId);
      if (how === null) say('failed', t('move.late', { ...words, n: patienceSeconds }));
      else say('done', t('move.done', { ...words, how }));
      onClose();
    } catch (error) {
      say('failed', t('act.failedPlain', { reason: errorText(error) }));
      setMoving(null);
    }
  };

  if (sessions.length === 0 && !moving) return <Text>{t('move.none')}</Text>;
  if (moving)
    return (
      <Text role="status" data-testid="moving">
        {t(way === 'refer' ? 'move.progressRefer' : 'move.progress', { title: moving.title })}
      </Text>
    );
  return (
    <Stack gap="md">
      <Radio.Group label={t('move.to')} value={target?.id ?? null} onChange={setChosen}>
        <Stack gap={6} mt={6}>
          {sessions.map((one) => (
            <Radio
              key={one.id}
              value={one.id}
              label={one.title}
              description={t('live.inSession', { n: one.counts.connected, total: one.counts.total })}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('move.way')}
        value={way}
        onChange={(next) => setWay(next === 'refer' ? 'refer' : 'sameCall')}
      >
        <Stack gap={6} mt={6}>
          {(['sameCall', 'refer'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`move.way.${one}`)}
              description={t(`move.way.${one}Hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button disabled={!target} onClick={() => target && void move(target)}>
          {t('move.do')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Waits until the room is in the other session; how it came, or null when it has not come in time. */
async function arrival(conferenceId: string, roomId: string): Promise<string | null> {
  for (let second = 0; second < patienceSeconds; second++) {
    const session = (await getLive()).find((one) => one.id === conferenceId);
    const room = session?.participants.find((one) => one.roomId === roomId);
    if (room && (room.state === 'connected' || room.state === 'held'))
      return arrivalText(room) ?? t('move.how.newCall');
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return null;
}
