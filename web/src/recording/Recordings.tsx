import { Button, Group, Modal, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteRecording, getRecordings, recordingsKey, soundUrl, wishRecording } from '../api/recordings';
import type { Recording, RecordingFile, RecordingMode } from '../api/types';
import { language, t } from '../i18n/language';
import { formatDateTime, formatDuration, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { PlayIcon } from '../ui/icons';
import { Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';
import classes from './recording.module.css';
import { formatBytes } from './size';

const modes: readonly RecordingMode[] = ['none', 'mix', 'tracks'];

/** What is recorded of a briefing's sessions: what was asked for, and what there is to listen to. */
export function Recordings({ briefingId, isSecret }: { briefingId: string; isSecret: boolean }) {
  const query = useQuery({
    queryKey: recordingsKey(briefingId),
    queryFn: () => getRecordings(briefingId),
    refetchInterval: 10_000,
  });
  return (
    <Paper withBorder p="lg" mt="lg" id="recordings">
      <Title order={2} size="h4" mb="xs">
        {t('recordings.title')}
      </Title>
      {query.isPending && <Lines count={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          {isSecret ? (
            <p className={classes.wish}>{t('secrecy.noRecording')}</p>
          ) : (
            <Wish briefingId={briefingId} wanted={query.data.wanted} may={query.data.mayWish} />
          )}
          {query.data.recordings.length === 0 && <p className={classes.soft}>{t('recordings.none')}</p>}
          <ul className={classes.list}>
            {query.data.recordings.map((recording) => (
              <Line key={recording.id} recording={recording} briefingId={briefingId} />
            ))}
          </ul>
        </>
      )}
    </Paper>
  );
}

function Wish({ briefingId, wanted, may }: { briefingId: string; wanted: RecordingMode; may: boolean }) {
  const client = useQueryClient();
  if (!may)
    return wanted === 'none' ? null : (
      <p className={classes.wish}>
        {t('recordings.wish')}: <b>{t(`recordings.mode.${wanted}`)}</b>
      </p>
    );
  const choose = async (mode: RecordingMode) => {
    try {
      await wishRecording(briefingId, mode);
      say('done', t('recordings.wishDone'));
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: recordingsKey(briefingId) });
  };
  return (
    <div className={`${classes.wish ?? ''} no-print`}>
      <Group gap="sm">
        <span>{t('recordings.wish')}</span>
        <SegmentedControl
          aria-label={t('recordings.wish')}
          value={wanted}
          onChange={(mode) => void choose(mode)}
          data={modes.map((mode) => ({ value: mode, label: t(`recordings.mode.${mode}`) }))}
        />
      </Group>
      <small className={classes.soft}>{t('recordings.wishHint')}</small>
    </div>
  );
}

function Line({ recording, briefingId }: { recording: Recording; briefingId: string }) {
  const [deleting, setDeleting] = useState(false);
  const [mix, ...rooms] = recording.files;
  const at = formatDateTime(instantOf(recording.startedAt));
  const length = formatDuration(recording.milliseconds / 1000);
  return (
    <li data-testid="recording-line">
      <div className={classes.line}>
        <b className="numbers">{at}</b>
        <span className="numbers">{t('recordings.length', { time: length })}</span>
        <span className="numbers">{formatBytes(recording.bytes, language.get())}</span>
        <Standing recording={recording} />
        {recording.mayDelete && (
          <span className={`${classes.acts ?? ''} no-print`}>
            <Button variant="subtle" color="red" size="compact-sm" onClick={() => setDeleting(true)}>
              {t('recordings.delete')}
            </Button>
          </span>
        )}
      </div>
      {recording.deletedAt === null && !recording.mayPlay && (
        <p className={classes.soft}>{t('recordings.noRight')}</p>
      )}
      {recording.mayPlay && mix && <Sound recording={recording} file={mix} />}
      {recording.mayPlay && rooms.length > 0 && (
        <details>
          <summary>{t('recordings.rooms', { n: rooms.length })}</summary>
          <ul className={classes.rooms}>
            {rooms.map((file) => (
              <li key={file.file}>
                <Sound recording={recording} file={file} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <DeleteDialog
        recording={recording}
        briefingId={briefingId}
        text={t('recordings.deleteText', { time: at, length })}
        opened={deleting}
        onClose={() => setDeleting(false)}
      />
    </li>
  );
}

function Standing({ recording }: { recording: Recording }) {
  if (recording.deletedAt)
    return (
      <span className={classes.soft}>
        {t('recordings.deleted', { time: formatDateTime(instantOf(recording.deletedAt)) })}
      </span>
    );
  if (!recording.endedAt) return <span className={classes.bad}>● {t('recordings.growing')}</span>;
  if (!recording.whole) return <span className={classes.soft}>{t('recordings.arriving')}</span>;
  const isUnusual = recording.end !== 'none' && recording.end !== 'stopped';
  return isUnusual ? <span className={classes.bad}>▲ {t(`recordingEnd.${recording.end}`)}</span> : null;
}

/** One file: the player is only made, and asks for sound, once somebody wants to listen. */
function Sound({ recording, file }: { recording: Recording; file: RecordingFile }) {
  const [open, setOpen] = useState(false);
  const name = file.name ?? t('recordings.whole');
  return (
    <>
      <div className={classes.line}>
        <span>{name}</span>
        {file.name !== null && <span className="numbers">{formatBytes(file.bytes, language.get())}</span>}
        <span className={`${classes.acts ?? ''} no-print`}>
          {!open && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<PlayIcon size={14} />}
              aria-label={t('recordings.play', { name })}
              disabled={file.bytes === 0}
              onClick={() => setOpen(true)}
            >
              {t('recordings.playShort')}
            </Button>
          )}
          <Download name={name} href={file.bytes === 0 ? null : soundUrl(recording.id, file.file, true)} />
        </span>
      </div>
      {open && (
        <audio
          className={classes.player}
          src={soundUrl(recording.id, file.file)}
          controls
          autoPlay
          aria-label={t('recordings.player', { name })}
        />
      )}
    </>
  );
}

/** @param href null while there is nothing to take away yet. */
function Download({ name, href }: { name: string; href: string | null }) {
  const look = {
    variant: 'default',
    size: 'compact-sm',
    'aria-label': t('recordings.download', { name }),
    children: t('recordings.downloadShort'),
  } as const;
  return href === null ? (
    <Button {...look} disabled />
  ) : (
    <Button {...look} component="a" href={href} download />
  );
}

interface DeleteProps {
  recording: Recording;
  briefingId: string;
  text: string;
  opened: boolean;
  onClose: () => void;
}

function DeleteDialog({ recording, briefingId, text, opened, onClose }: DeleteProps) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await deleteRecording(recording.id);
      say('done', t('recordings.deleteDone'));
      onClose();
    } catch (error) {
      say('failed', errorText(error));
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: recordingsKey(briefingId) });
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('recordings.deleteTitle')}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <Text mb="md">{text}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('do.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {t('recordings.deleteDo')}
        </Button>
      </Group>
    </Modal>
  );
}
