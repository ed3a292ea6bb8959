import type { BriefingStatus, Phase } from '../api/types';
import { t } from '../i18n/language';
import classes from './status.module.css';

/** What the calendar says of a session: its booking's status, or where it stands once its time has come. */
export type Standing = BriefingStatus | 'live' | 'ended' | 'defective';

const shapes: Record<Standing, string> = {
  draft: '✎',
  pending: '◔',
  approved: '✓',
  returned: '↩',
  cancelled: '✕',
  live: '●',
  ended: '■',
  defective: '▲',
};

export function standingOf(
  status: BriefingStatus,
  phase: Phase | null | undefined,
  defective = false,
): Standing {
  if (defective && (status === 'approved' || status === 'pending')) return 'defective';
  if (status !== 'approved') return status;
  if (phase === 'running') return 'live';
  return phase === 'ended' ? 'ended' : status;
}

/** The standing's shape, so that colour is never alone. */
export const standingShape = (standing: Standing): string => shapes[standing];

export function standingText(standing: Standing): string {
  if (standing === 'live') return t('calendar.running');
  if (standing === 'defective') return t('series.defective');
  return standing === 'ended' ? t('calendar.ended') : t(`status.${standing}`);
}

export function StatusMark({ standing }: { standing: Standing }) {
  return (
    <span className={classes.mark} data-status={standing}>
      <span aria-hidden="true">{standingShape(standing)}</span> {standingText(standing)}
    </span>
  );
}
