import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRooms } from '../api/rooms';
import type { BookingCheck, Clash, Relief } from '../api/types';
import { t } from '../i18n/language';
import { formatSpanWithDay, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import classes from './check.module.css';
import { PeopleWarning } from './PeopleWarning';
import { UnfitRooms } from './UnfitRooms';
import type { Repeat } from './repeat';
import { Shortages } from './Shortages';
import { SeriesCheck } from './SeriesCheck';
import { clashingRooms, clashSentence, groupClashes } from './clashes';

/** How the present entry stands against the other bookings. */
export type CheckState =
  | { kind: 'incomplete' }
  | { kind: 'busy' }
  | { kind: 'failed'; error: unknown }
  | {
      kind: 'known';
      check: Pick<
        BookingCheck,
        'clashes' | 'nextFree' | 'waived' | 'unfitRooms' | 'shortages' | 'relief' | 'people'
      > & {
        dates?: BookingCheck['dates'];
      };
      rooms: number;
      start: number;
      end: number;
    };

interface CheckPanelProps {
  state: CheckState;
  chairRoomId: string | null;
  repeat?: Repeat | null | undefined;
  onRepeat: (part: Partial<Repeat>) => void;
  onMove: (start: number, end: number) => void;
  onLeaveOut: (roomIds: Set<string>) => void;
  onLower: (rooms: Relief['lower']) => void;
  /** Asks for rooms that only pending requests hold; left out where one cannot. */
  onCompete?: (() => void) | undefined;
}

/** Says while one types which rooms clash, with what, and offers the ways out. */
export function CheckPanel({
  state,
  chairRoomId,
  repeat,
  onRepeat,
  onMove,
  onLeaveOut,
  onLower,
  onCompete,
}: CheckPanelProps) {
  const clashes = state.kind === 'known' ? state.check.clashes : [];
  const thin = state.kind === 'known' && state.check.shortages.length > 0;
  const dates = repeat && state.kind === 'known' ? (state.check.dates ?? null) : null;
  // While a choice about one day is being checked, the list it was made in stays.
  const [last, setLast] = useState<BookingCheck['dates']>(null);
  if (dates && dates !== last) setLast(dates);
  const listed = dates ?? (repeat && state.kind === 'busy' ? last : null);
  const series = listed !== null && listed.length > 0;
  const unfit = state.kind === 'known' ? state.check.unfitRooms : [];
  return (
    <>
      <UnfitRooms rooms={unfit} chairRoomId={chairRoomId} onLeaveOut={onLeaveOut} />
      <section
        className={classes.panel}
        data-state={state.kind === 'known' ? (clashes.length > 0 || thin ? 'clash' : 'free') : state.kind}
        aria-label={t('check.region')}
        aria-live="polite"
        data-testid="check"
      >
        {state.kind === 'incomplete' && <p>{t('check.incomplete')}</p>}
        {state.kind === 'busy' && !series && (
          <p className={classes.line}>
            <Loader size={16} /> {t('check.busy')}
          </p>
        )}
        {state.kind === 'failed' && <p>{t('check.failed', { reason: errorText(state.error) })}</p>}
        {series && repeat && (
          <SeriesCheck
            dates={listed}
            rooms={state.kind === 'known' ? state.rooms : 0}
            busy={state.kind === 'busy'}
            repeat={repeat}
            onChange={onRepeat}
          />
        )}
        {state.kind === 'known' && !series && clashes.length === 0 && !thin && (
          <p className={classes.line}>
            <b aria-hidden="true" className={classes.good}>
              ✓
            </b>
            {t('check.free', {
              n: state.rooms - clashingRooms(state.check.waived).size,
              time: formatSpanWithDay(state.start, state.end),
            })}{' '}
            {state.check.waived.length > 0 &&
              t('check.waived', { n: clashingRooms(state.check.waived).size })}
          </p>
        )}
        {state.kind === 'known' && !series && clashes.length > 0 && (
          <Clashes
            state={state}
            clashes={clashes}
            chairRoomId={chairRoomId}
            onMove={onMove}
            onLeaveOut={onLeaveOut}
            onCompete={onCompete}
          />
        )}
        {state.kind === 'known' && thin && (
          <Shortages
            check={state.check}
            rooms={state.rooms}
            offersTime={!series && clashes.length === 0}
            onMove={onMove}
            onLeaveOut={onLeaveOut}
            onLower={onLower}
          />
        )}
      </section>
      {state.kind === 'known' && !series && <PeopleWarning people={state.check.people} most={2} live />}
    </>
  );
}

interface ClashesProps extends Omit<CheckPanelProps, 'state' | 'repeat' | 'onRepeat' | 'onLower'> {
  state: Extract<CheckState, { kind: 'known' }>;
  clashes: Clash[];
}

function Clashes({ state, clashes, chairRoomId, onMove, onLeaveOut, onCompete }: ClashesProps) {
  const rooms = clashingRooms(clashes);
  const chairIsBusy = chairRoomId !== null && rooms.has(chairRoomId);
  const left = state.rooms - rooms.size;
  const { nextFree } = state.check;
  const shortNames = new Map(useRooms().data?.map((room) => [room.id, room.shortName]));
  return (
    <>
      <ul className={classes.sentences}>
        {groupClashes(clashes, shortNames).map((group) => (
          <li key={group.occurrenceId}>
            <span aria-hidden="true" className={classes.bad}>
              ▲
            </span>{' '}
            {clashSentence(group)}{' '}
            <Link to={`/briefings/${group.briefingId}`} target="_blank" rel="noopener">
              {t('do.open')}
            </Link>
          </li>
        ))}
      </ul>
      <div className={classes.ways}>
        {nextFree ? (
          <Button
            title={t('check.nextFreeHint')}
            onClick={() => onMove(instantOf(nextFree.start), instantOf(nextFree.end))}
          >
            {t('check.nextFree', {
              time: formatSpanWithDay(instantOf(nextFree.start), instantOf(nextFree.end)),
            })}
          </Button>
        ) : (
          <span>{t('check.noNextFree')}</span>
        )}
        {chairIsBusy ? (
          <span>{t('check.chairBusy')}</span>
        ) : (
          left > 1 && (
            <Button variant="default" onClick={() => onLeaveOut(rooms)}>
              {t('check.leaveOut', { n: rooms.size, left })}
            </Button>
          )
        )}
        {onCompete && clashes.every((clash) => clash.status === 'pending') && (
          <>
            <Button variant="default" onClick={onCompete}>
              {t('rival.submit')}
            </Button>
            <span className={classes.small}>{t('rival.hint')}</span>
          </>
        )}
      </div>
    </>
  );
}
