import { Button, Group, Modal, NumberInput, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { extend, playSound, stopSound, type PlayableSound } from '../api/live';
import { t } from '../i18n/language';
import { isIn } from '../live/acts';
import type { Board } from '../live/reduce';
import { compareNames } from '../search/fold';
import { serverNow, useSecond } from '../time/clock';
import { formatTimeWithSeconds, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { SpeakerIcon } from '../ui/icons';
import { say } from '../ui/toast';
import classes from './board.module.css';
import { playedSounds, warningOf, type PlayedSound } from './sounds';

const sounds = [
  'startsSoon',
  'mutePlease',
  'breakBegins',
  'breakEnds',
  'technicalFault',
  'testTone',
] as const satisfies readonly PlayableSound[];
const longestSeconds = 60;
const everywhere = 'all';

/** What happens is said once it has, and what went wrong at once. */
const attempt = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    (error: unknown) => {
      say('failed', t('act.failedPlain', { reason: errorText(error) }));
      return false;
    },
  );

/** The button that plays a prompt or a tone into rooms, and the dialog that asks which and where. */
export function PlaySound({ board }: { board: Board }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        px="sm"
        leftSection={<SpeakerIcon />}
        disabled={board.head.phase !== 'running'}
        onClick={() => setOpened(true)}
        data-testid="play-sound"
      >
        {t('sound.act')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('sound.title')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <SoundForm board={board} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function SoundForm({ board, onClose }: { board: Board; onClose: () => void }) {
  const [sound, setSound] = useState<PlayableSound>('startsSoon');
  const [where, setWhere] = useState(everywhere);
  const [seconds, setSeconds] = useState(10);
  const [busy, setBusy] = useState(false);
  const rooms = [...board.participants.values()]
    .filter(isIn)
    .sort((one, other) => compareNames(one.name, other.name));
  const play = async () => {
    setBusy(true);
    const roomId = where === everywhere ? null : where;
    if (await attempt(playSound(board.conferenceId, sound, roomId, seconds))) onClose();
    else setBusy(false);
  };
  return (
    <Stack gap="md">
      <Radio.Group
        label={t('sound.what')}
        value={sound}
        onChange={(next) => setSound(sounds.find((one) => one === next) ?? 'startsSoon')}
      >
        <Stack gap={6} mt={6}>
          {sounds.map((one) => (
            <Radio key={one} value={one} label={t(`sound.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {sound === 'testTone' && (
        <NumberInput
          label={t('sound.seconds')}
          min={1}
          max={longestSeconds}
          clampBehavior="strict"
          allowDecimal={false}
          value={seconds}
          onChange={(next) => setSeconds(Number(next) || 1)}
          w={120}
        />
      )}
      <Select
        label={t('sound.where')}
        value={where}
        allowDeselect={false}
        searchable
        onChange={(next) => setWhere(next ?? everywhere)}
        data={[
          { value: everywhere, label: t('sound.all', { n: rooms.length }) },
          ...rooms.map((room) => ({ value: room.roomId, label: room.name })),
        ]}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button loading={busy} onClick={() => void play()} data-testid="play">
          {t('sound.do')}
        </Button>
      </Group>
    </Stack>
  );
}

/** What rooms hear now besides each other, and that they were warned of the end, with what can be done about either. */
export function SoundBanner({ board, mayAct }: { board: Board; mayAct: boolean }) {
  useSecond();
  const { sounds = [], endAt, phase } = board.head;
  if (phase !== 'running') return null;
  const now = serverNow();
  const warning = warningOf(sounds, endAt, now);
  const played = playedSounds(sounds, board.participants, now);
  return (
    <>
      {warning && (
        <p className={classes.banner} data-tone="calm" role="status" data-testid="warned">
          <SpeakerIcon size={15} />{' '}
          {t('sound.warned', {
            time: formatTimeWithSeconds(instantOf(warning.since)),
            n: warning.rooms,
            minutes: warning.minutes ?? 0,
          })}{' '}
          {mayAct && <BannerAct label={t('sound.extend')} act={() => extend(board.conferenceId, 15)} />}
        </p>
      )}
      {played.length > 0 && (
        <p className={classes.banner} data-tone="calm" role="status" data-testid="sound">
          <SpeakerIcon size={15} /> {played.map(playedText).join(' · ')}{' '}
          {mayAct && (
            <BannerAct
              label={t(played.length > 1 ? 'sound.stopAll' : 'sound.stop')}
              act={() => stopSound(board.conferenceId)}
            />
          )}
        </p>
      )}
    </>
  );
}

function playedText({ sound, waits, room, rooms }: PlayedSound): string {
  const what = t(`sound.${sound}`);
  if (!room) return t(waits ? 'sound.waitingAll' : 'sound.playingAll', { n: rooms, what });
  const name = room.name ?? t('sound.roomGone');
  return t(waits ? 'sound.waitingOne' : 'sound.playingOne', { room: name, what });
}

function BannerAct({ label, act }: { label: string; act: () => Promise<unknown> }) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await attempt(act());
    setBusy(false);
  };
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void run()}>
      {label}
    </Button>
  );
}
