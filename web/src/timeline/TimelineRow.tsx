import { Fragment, memo, type CSSProperties } from 'react';
import type { Occurrence, Room } from '../api/types';
import { secrecyText } from '../calendar/roomsOf';
import { standingOf, standingShape, standingText } from '../calendar/status';
import { t } from '../i18n/language';
import { formatSpan } from '../time/time';
import { fitsWords, fractionOf, isShown, type Scale, type Span } from './scale';
import classes from './timeline.module.css';
import { spanOf } from './useGesture';

interface TimelineRowProps {
  room: Room;
  /** Row number from 1, for those who hear the grid. */
  index: number;
  scale: Scale;
  sessions: readonly Occurrence[] | undefined;
  /** Where it lies, in pixels. */
  top: number;
  /** Which of its parts takes the focus: a session's identifier, the name, or none. */
  stop: string | null;
  /** The session that is being moved, drawn pale where it was. */
  lifted: string | null;
  ghostStart: number | null;
  ghostEnd: number | null;
  ghostBad: boolean;
}

/** The name that stands for the room itself among the stops of a row. */
export const nameStop = 'name';

export const place = (scale: Scale, { start, end }: Span): CSSProperties => ({
  left: `${100 * fractionOf(scale, start)}%`,
  width: `${100 * (fractionOf(scale, end) - fractionOf(scale, start))}%`,
});

/** One room's line. It is drawn anew only when something of its own changes: two hundred of them share one drag. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { room, scale, sessions, stop, ghostStart, ghostEnd } = props;
  const shown = (sessions ?? []).filter((one) => isShown(scale, spanOf(one)));
  return (
    <div
      role="row"
      aria-rowindex={props.index}
      className={classes.row}
      style={{ transform: `translateY(${String(props.top)}px)` }}
    >
      <div
        role="rowheader"
        className={classes.name}
        title={room.name}
        tabIndex={stop === nameStop ? 0 : -1}
        data-stop={`${room.id}:${nameStop}`}
      >
        {room.shortName}
      </div>
      <div role="gridcell" className={classes.track} data-track={room.id}>
        {shown.map((one) => (
          <Fragment key={one.id}>
            {one.setUpMinutes > 0 && <SetUp one={one} scale={scale} />}
            <Bar
              occurrence={one}
              roomId={room.id}
              scale={scale}
              isStop={stop === one.id}
              lifted={props.lifted === one.id}
            />
          </Fragment>
        ))}
        {ghostStart !== null && ghostEnd !== null && (
          <span
            className={classes.ghost}
            data-bad={props.ghostBad}
            style={place(scale, { start: ghostStart, end: ghostEnd })}
          />
        )}
      </div>
    </div>
  );
});

/** The time before a session in which its rooms are held already. */
function SetUp({ one, scale }: { one: Occurrence; scale: Scale }) {
  const { start } = spanOf(one);
  return (
    <span
      className={classes.setUp}
      style={place(scale, { start: start - one.setUpMinutes * 60_000, end: start })}
    />
  );
}

interface BarProps {
  occurrence: Occurrence;
  roomId: string;
  scale: Scale;
  isStop: boolean;
  lifted: boolean;
}

function Bar({ occurrence, roomId, scale, isStop, lifted }: BarProps) {
  const span = spanOf(occurrence);
  const standing = standingOf(occurrence.status, occurrence.phase, occurrence.defective);
  const label = [
    formatSpan(span.start, span.end),
    occurrence.title,
    standingText(standing),
    secrecyText(occurrence),
    occurrence.recurring && t('series.mark'),
  ]
    .filter(Boolean)
    .join(' · ');
  // A week has a thousand bars in sight: each is one element with one text, and what most do not need is left out.
  const shared = {
    className: classes.bar ?? '',
    'data-status': standing,
    'data-session': occurrence.id,
    'data-stop': `${roomId}:${occurrence.id}`,
    'data-lifted': lifted || undefined,
    'data-movable': occurrence.mayChange || undefined,
    'aria-label': label,
    tabIndex: isStop ? 0 : -1,
    style: place(scale, span),
  };
  const shape = standingShape(standing);
  const content = fitsWords(scale, span) ? `${shape} ${occurrence.title}` : shape;
  if (occurrence.hidden)
    return (
      <span role="img" {...shared}>
        {content}
      </span>
    );
  return (
    // A plain link, followed by the grid.
    <a href={`/briefings/${occurrence.briefingId}`} {...shared}>
      {content}
    </a>
  );
}
