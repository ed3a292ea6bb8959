import { Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { startRecording, stopRecording } from '../api/recordings';
import { t } from '../i18n/language';
import type { Board } from '../live/reduce';
import { errorText } from '../ui/errorText';
import { RecordIcon } from '../ui/icons';
import { say } from '../ui/toast';
import { isGivenUp } from './givenUp';

/** Starts a recording, after a question about what is recorded, or stops it at once. */
export function RecordingButton({ board }: { board: Board }) {
  const [asking, setAsking] = useState(false);
  const [tracks, setTracks] = useState(false);
  const [busy, setBusy] = useState(false);
  const { head, conferenceId } = board;
  const isSecret = (head.secrecy ?? 'open') !== 'open';
  const runs = head.recording?.state === 'recording';
  const stops = runs || (head.recordingWanted && !isGivenUp(head.recording));
  const run = async (act: () => Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await act();
      say('done', done);
    } catch (error) {
      say('failed', t('act.failedPlain', { reason: errorText(error) }));
    } finally {
      setBusy(false);
      setAsking(false);
    }
  };
  return (
    <>
      <Button
        variant="default"
        size="sm"
        px="sm"
        leftSection={<RecordIcon />}
        loading={busy}
        disabled={head.phase === 'ended' || isSecret}
        title={isSecret ? t('secrecy.noRecording') : undefined}
        onClick={() =>
          stops ? void run(() => stopRecording(conferenceId), t('recording.stopDone')) : setAsking(true)
        }
        data-testid="record"
      >
        {t(stops ? 'recording.stop' : 'recording.start')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('recording.startTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <Text mb="md">{t('recording.startText')}</Text>
        <Checkbox
          label={t('recording.tracks')}
          checked={tracks}
          onChange={(event) => setTracks(event.currentTarget.checked)}
          mb="md"
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('do.cancel')}
          </Button>
          <Button
            loading={busy}
            data-autofocus
            onClick={() => void run(() => startRecording(conferenceId, tracks), t('recording.startDone'))}
          >
            {t('recording.start')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
