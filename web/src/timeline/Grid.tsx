import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useMemo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useNavigate, type NavigateFunction } from 'react-router';
import type { Holiday, Occurrence, Room, Unit } from '../api/types';
import { t } from '../i18n/language';
import { serverNow, useMinute } from '../time/clock';
import { startOfDay, type Day } from '../time/time';
import { Above } from './Above';
import { byRoom, rowsOf } from './rows';
import { fractionOf, isShown, type Scale, type Span } from './scale';
import { TimelineHead } from './TimelineHead';
import classes from './timeline.module.css';
import { TimelineRow } from './TimelineRow';
import { spanOf } from './useGesture';
import { useStops } from './useStops';
import { useTimelineActs } from './useTimelineActs';

interface GridProps {
  scale: Scale;
  today: Day;
  occurrences: readonly Occurrence[];
  holidays: ReadonlyMap<Day, Holiday>;
  query: string;
  mayBook: boolean;
  rooms: readonly Room[];
  units: readonly Unit[];
}

const rowHeight = 34;
const headHeight = 36;

/** The rooms' lines. Only those in sight are drawn. */
export function Grid({ scale, today, occurrences, holidays, query, mayBook, rooms, units }: GridProps) {
  const navigate = useNavigate();
  const scroll = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => occurrences.filter((one) => isShown(scale, spanOf(one))), [occurrences, scale]);
  const held = useMemo(() => byRoom(shown), [shown]);
  const rows = useMemo(() => rowsOf(rooms, units, query, held), [rooms, units, query, held]);
  const shortNames = useMemo(() => new Map(rooms.map((room) => [room.id, room.shortName])), [rooms]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollPaddingEnd: headHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  useTodayInSight(scale, today, scroll);
  const acts = useTimelineActs({ scale, rows, rowHeight, occurrences, mayBook, line });
  const stops = useStops({
    rows,
    sessionsOf: (roomId) => held.get(roomId) ?? [],
    body,
    reveal: (row) => virtual.scrollToIndex(row),
  });

  const press = (event: KeyboardEvent) => {
    const one = shown.find((session) => session.id === stops.current.key);
    const row = rows[stops.current.row];
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (event.altKey && sideways !== 0 && one?.mayChange)
      acts.nudge(one, event.shiftKey ? 'end' : 'whole', sideways);
    else if (event.key === 'Enter' && acts.gesture) acts.settle();
    else if (event.key === 'Enter' && mayBook && !one && row?.kind === 'room')
      acts.book(nextHour(scale), [row.room.id]);
    else if (event.altKey || event.ctrlKey || event.metaKey || !stops.press(event.key)) return;
    event.preventDefault();
  };

  const marks = scale.days.length > 1 ? scale.days.length : scale.hours.to - scale.hours.from;
  return (
    <>
      <Above acts={acts} shortNames={shortNames} mayBook={mayBook} />
      <div
        className={classes.scroll}
        data-span={scale.days.length > 1 ? 'week' : 'day'}
        style={{ '--name-width': `${String(nameWidth)}px` } as CSSProperties}
        ref={scroll}
      >
        <div
          role="grid"
          aria-label={t('calendar.asRooms')}
          aria-rowcount={rows.length + 1}
          className={classes.grid}
        >
          <TimelineHead scale={scale} today={today} holidays={holidays} line={line} />
          <div
            role="rowgroup"
            ref={body}
            className={classes.body}
            data-dragging={acts.gesture !== null}
            style={{ height: virtual.getTotalSize(), '--marks': marks } as CSSProperties}
            onKeyDown={press}
            onFocus={(event) => stops.landed(event.target.dataset['stop'])}
            onPointerOver={explain}
            onClick={(event) => follow(event, acts.wasDragged(), navigate)}
            {...acts.handlers}
          >
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              if (row.kind === 'group')
                return <GroupRow key={row.key} name={row.name} index={item.index + 2} top={item.start} />;
              return (
                <TimelineRow
                  key={row.key}
                  room={row.room}
                  index={item.index + 2}
                  scale={scale}
                  sessions={held.get(row.room.id)}
                  top={item.start}
                  stop={stops.current.row === item.index ? stops.current.key : null}
                  {...ghostOf(acts, row.room.id)}
                />
              );
            })}
            {scale.days.includes(today) && <Now scale={scale} />}
          </div>
        </div>
      </div>
    </>
  );
}

/** A bar's words as its tooltip, once a pointer is over it. */
function explain({ target }: PointerEvent<HTMLElement>) {
  if (target instanceof HTMLElement && target.dataset['session']) target.title = target.ariaLabel ?? '';
}

/** Follows the link that was clicked within the program, unless it was dragged or is to be opened beside. */
function follow(event: MouseEvent<HTMLElement>, dragged: boolean, navigate: NavigateFunction) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!dragged) void navigate(link.pathname);
}

/** What of the present gesture is drawn in a room's line. */
function ghostOf(
  { gesture, ghostRooms, badRooms }: ReturnType<typeof useTimelineActs>,
  roomId: string,
): Pick<Parameters<typeof TimelineRow>[0], 'lifted' | 'ghostStart' | 'ghostEnd' | 'ghostBad'> {
  if (!gesture || !ghostRooms.has(roomId))
    return { lifted: null, ghostStart: null, ghostEnd: null, ghostBad: false };
  return {
    lifted: gesture.kind === 'move' ? gesture.one.id : null,
    ghostStart: gesture.span.start,
    ghostEnd: gesture.span.end,
    ghostBad: badRooms.has(roomId),
  };
}

function GroupRow({ name, index, top }: { name: string; index: number; top: number }) {
  return (
    <div
      role="row"
      aria-rowindex={index}
      className={classes.group}
      style={{ transform: `translateY(${String(top)}px)` }}
    >
      <span role="rowheader">{name || t('word.noUnit')}</span>
    </div>
  );
}

/** A week is wider than many screens: today is scrolled to when it is opened. */
function useTodayInSight(scale: Scale, today: Day, scroll: React.RefObject<HTMLElement | null>) {
  const [monday] = scale.days;
  const index = scale.days.length > 1 ? scale.days.indexOf(today) : 0;
  useEffect(() => {
    const box = scroll.current;
    if (box && index > 0) box.scrollLeft = ((box.scrollWidth - nameWidth) * index) / 7;
  }, [monday, index, scroll]);
}

/** Of the column of names, in pixels. */
const nameWidth = 230;
const hourMs = 3_600_000;

/** The next full hour on the days shown, or nine o'clock of the first. */
function nextHour({ days }: Scale): Span {
  const next = Math.ceil(serverNow() / hourMs) * hourMs;
  const start = Math.max(next, startOfDay(days[0] ?? '') + 9 * hourMs);
  return { start, end: start + hourMs };
}

function Now({ scale }: { scale: Scale }) {
  useMinute();
  const now = serverNow();
  if (!isShown(scale, { start: now, end: now + 60_000 })) return null;
  return <div className={classes.now} style={{ '--at': fractionOf(scale, now) } as CSSProperties} />;
}
