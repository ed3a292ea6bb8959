import type { BriefingStatus } from '../api/types';
import { t } from '../i18n/language';
import classes from './status.module.css';

/** A shape for every status, so that colour is never alone. */
export const statusShape: Record<BriefingStatus, string> = {
  draft: '✎',
  pending: '◔',
  approved: '✓',
  returned: '↩',
  cancelled: '✕',
};

export function StatusMark({ status, live = false }: { status: BriefingStatus; live?: boolean }) {
  return (
    <span className={classes.mark} data-status={live ? 'live' : status}>
      <span aria-hidden="true">{live ? '●' : statusShape[status]}</span>{' '}
      {live ? t('calendar.running') : t(`status.${status}`)}
    </span>
  );
}
