import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useRooms } from '../api/rooms';
import type { BookingCheck, Relief, Shortage } from '../api/types';
import { t } from '../i18n/language';
import { formatSpanWithDay, instantOf } from '../time/time';
import classes from './check.module.css';
import { needsOpus, otherSentence, reliefNames, reliefRates, shortageSentence } from './shortages';

interface ShortagesProps {
  check: Pick<BookingCheck, 'shortages' | 'relief' | 'nextFree'>;
  rooms: number;
  /** Rooms are taken too: then what is said of those offers the other time. */
  offersTime: boolean;
  onMove: (start: number, end: number) => void;
  onLeaveOut: (roomIds: Set<string>) => void;
  onLower: (rooms: Relief['lower']) => void;
}

/** Which lines, or the ports, cannot carry the session, beside whom, and the ways out. */
export function Shortages({ check, rooms, offersTime, onMove, onLeaveOut, onLower }: ShortagesProps) {
  const shortNames = new Map(useRooms().data?.map((room) => [room.id, room.shortName]));
  const leaveOut = check.relief?.leaveOut ?? [];
  const lower = check.relief?.lower ?? [];
  const left = rooms - leaveOut.length;
  const next = check.nextFree;
  const [start, end] = next ? [instantOf(next.start), instantOf(next.end)] : [0, 0];
  return (
    <div data-testid="shortages">
      <ul className={classes.sentences}>
        {check.shortages.map((shortage) => (
          <li key={shortage.lineId ?? 'ports'}>
            <span aria-hidden="true" className={classes.bad}>
              ▲
            </span>{' '}
            {shortageSentence(shortage)}
            <Others shortage={shortage} />
          </li>
        ))}
      </ul>
      <div className={classes.ways}>
        {offersTime &&
          (next ? (
            <Button title={t('check.nextFreeHint')} onClick={() => onMove(start, end)}>
              {t('check.nextFree', { time: formatSpanWithDay(start, end) })}
            </Button>
          ) : (
            <span>{t('check.noNextFree')}</span>
          ))}
        {leaveOut.length > 0 && left > 1 && (
          <Button variant="default" onClick={() => onLeaveOut(new Set(leaveOut.map((room) => room.roomId)))}>
            {t('capacity.leaveOut', { rooms: reliefNames(leaveOut, shortNames), left })}
          </Button>
        )}
        {leaveOut.length === 0 && lower.length === 0 && <span>{t('capacity.noWay')}</span>}
        {lower.length > 0 && (
          <Button variant="default" title={t('capacity.lowerHint')} onClick={() => onLower(lower)}>
            {t('capacity.lower', { rooms: reliefRates(lower, shortNames) })}
          </Button>
        )}
        {lower.some((room) => needsOpus(room.kbits)) && (
          <span className={classes.small}>{t('capacity.needsOpus')}</span>
        )}
      </div>
    </div>
  );
}

const shown = 4;

function Others({ shortage }: { shortage: Shortage }) {
  const more = shortage.others.length - shown;
  return (
    <>
      {shortage.others.slice(0, shown).map((other) => (
        <span key={other.occurrenceId} className={classes.other}>
          {otherSentence(shortage, other)}{' '}
          <Link to={`/briefings/${other.briefingId}`} target="_blank" rel="noopener">
            {t('do.open')}
          </Link>
        </span>
      ))}
      {more > 0 && <span className={classes.other}>{t('capacity.moreOthers', { n: more })}</span>}
    </>
  );
}
