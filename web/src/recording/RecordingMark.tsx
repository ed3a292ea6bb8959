import type { BoardHead } from '../api/types';
import boardClasses from '../board/board.module.css';
import { language, t } from '../i18n/language';
import { serverNow, useSecond } from '../time/clock';
import { formatDuration, formatTimeWithSeconds, instantOf } from '../time/time';
import { givenUpAt, isGivenUp } from './givenUp';
import classes from './recording.module.css';
import { formatBytes } from './size';

/** That the session is recorded, since when, and how much; nothing while it is not. */
export function RecordingMark({ head }: { head: BoardHead }) {
  if (head.recording?.state === 'recording') return <Running head={head} />;
  const awaited = head.recordingWanted && head.phase === 'running' && !isGivenUp(head.recording);
  if (!awaited || serverNow() < instantOf(head.startAt)) return null;
  return (
    <span className={classes.mark} data-starting="true" role="status">
      {t('recording.starting')}
    </span>
  );
}

function Running({ head }: { head: BoardHead }) {
  useSecond();
  const seconds = head.recording ? Math.max(0, (serverNow() - instantOf(head.recording.since)) / 1000) : 0;
  const size = formatBytes(head.recording?.bytes ?? 0, language.get());
  return (
    <span
      className={classes.mark}
      data-testid="recording"
      title={t('recording.markFor', { time: formatDuration(seconds), size })}
    >
      <span className={classes.dot} aria-hidden="true" />
      <span role="status">{t('recording.mark')}</span>
      <span className="numbers" aria-hidden="true">
        {formatDuration(seconds)} · {size}
      </span>
    </span>
  );
}

/** Why a wanted recording is none; gone once another runs or somebody stopped it. */
export function RecordingBanner({ head }: { head: BoardHead }) {
  const last = head.recording;
  if (!isGivenUp(last) || !head.recordingWanted || head.phase === 'ended') return null;
  return (
    <p className={boardClasses.banner} role="alert" data-testid="recording-failed">
      <b aria-hidden="true">▲</b>{' '}
      {t(last.state === 'refused' ? 'recording.refused' : 'recording.failed', {
        time: formatTimeWithSeconds(head.bridgeSeenAt ? givenUpAt(last) : serverNow()),
        reason: t(`recordingEnd.${last.end ?? 'none'}`),
      })}
    </p>
  );
}

/** On a room that is recorded now. */
export const RecordedDot = () => (
  <>
    <span className={classes.dot} aria-hidden="true" data-testid="mark-recorded" />
    <span className="visually-hidden">, {t('recording.room')}</span>
  </>
);
