import { Link } from 'react-router';
import type { BoardHead as Head } from '../api/types';
import { t } from '../i18n/language';
import type { Board } from '../live/reduce';
import { RecordingMark } from '../recording/RecordingMark';
import { SecrecyMark } from '../ui/SecrecyMark';
import { serverNow, useSecond } from '../time/clock';
import { formatDuration, formatSpan, formatTimeWithSeconds, instantOf } from '../time/time';
import classes from './board.module.css';
import { countsOf } from './severity';
import { Shape } from './Shape';
import type { Look } from './tileState';

/** Title, phase, clock and how much time is left. */
export function BoardTitle({ board }: { board: Board }) {
  const { head } = board;
  return (
    <div className={classes.title}>
      <h1>
        <Link to={`/briefings/${board.briefingId}`} title={t('board.toBriefing')}>
          {head.title}
        </Link>
      </h1>
      <span className={classes.phase} data-phase={head.phase}>
        {head.phase === 'running' && <span aria-hidden="true">● </span>}
        {t(`phase.${head.phase ?? 'waiting'}`)}
      </span>
      <span className="numbers">{formatSpan(instantOf(head.startAt), instantOf(head.endAt))}</span>
      <SecrecyMark secrecy={head.secrecy} />
      {head.encryption === 'required' && head.secrecy === 'open' && (
        <span className={classes.dialIn}>{t('encryption.board')}</span>
      )}
      <RecordingMark head={head} />
      <Clock head={head} />
      {head.dialInNumber && (
        <span className={classes.dialIn}>
          {t('dialIn.board', { number: head.dialInNumber })}
          {head.locked && <b> · {t('dialIn.locked')}</b>}
        </span>
      )}
    </div>
  );
}

function Clock({ head }: { head: Head }) {
  useSecond();
  const now = serverNow();
  const [label, until] = nextMoment(head, now);
  const seconds = Math.abs(until - now) / 1000;
  return (
    <span className={`${classes.clock ?? ''} numbers`}>
      <span>
        {t('board.clock')} <b>{formatTimeWithSeconds(now)}</b>
      </span>
      {head.phase !== 'ended' && (
        <span data-soon={now >= instantOf(head.startAt) && until - now < 5 * 60_000}>
          {label} <b data-testid="remaining">{formatDuration(seconds)}</b>
        </span>
      )}
    </span>
  );
}

function nextMoment(head: Head, now: number): [label: string, until: number] {
  const [connect, start, end] = [head.connectAt, head.startAt, head.endAt].map(instantOf) as [
    number,
    number,
    number,
  ];
  if (now < connect) return [t('board.callsIn'), connect];
  if (now < start) return [t('board.startsIn'), start];
  return now <= end ? [t('board.remaining'), end] : [t('board.overtime'), end];
}

/** How many rooms are in which state, each with the shape of its tiles. */
export function BoardCounts({ board }: { board: Board }) {
  const counts = countsOf(board.participants.values());
  const list: [Look, number, string, string][] = [
    ['in', counts.in, t('board.count.in'), 'good'],
    ['dialling', counts.calling, t('board.count.calling'), 'busy'],
    ['redialling', counts.redialling, t('board.count.redialling'), 'bad'],
    ['waiting', counts.out, t('board.count.out'), 'idle'],
    ['poor', counts.poor, t('board.count.poor'), 'warn'],
  ];
  return (
    <ul className={classes.counts} aria-label={t('board.counts')}>
      {list.map(([look, n, word, tone]) => (
        <li key={look} data-tone={tone} data-none={n === 0} data-testid={`count-${look}`}>
          <Shape look={look} /> <b className="numbers">{look === 'in' ? `${n}/${counts.total}` : n}</b> {word}
        </li>
      ))}
    </ul>
  );
}
