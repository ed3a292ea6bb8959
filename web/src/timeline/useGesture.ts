import {
  useEffect,
  useRef,
  useState,
  type DragEvent as ReactDragEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
} from 'react';
import type { Occurrence } from '../api/types';
import { instantOf } from '../time/time';
import type { Row } from './rows';
import { drawn, instantAt, nudged, pulled, snap, stepMs, type Grip, type Scale, type Span } from './scale';

export type Gesture =
  | { kind: 'book'; span: Span; roomIds: string[] }
  /** `held`: let go of where it cannot be yet; it waits for a decision. */
  | { kind: 'move'; one: Occurrence; grip: Grip; span: Span; held: boolean };

export const spanOf = (one: Occurrence): Span => ({ start: instantOf(one.start), end: instantOf(one.end) });

interface Press {
  x: number;
  y: number;
  at: number;
  row: number;
  one: Occurrence | null;
  grip: Grip;
}

interface GestureInput {
  scale: Scale;
  rows: readonly Row[];
  rowHeight: number;
  mayBook: boolean;
  /** What has the width of the line, and is always there. */
  line: RefObject<HTMLElement | null>;
  find: (id: string) => Occurrence | undefined;
  onBook: (span: Span, roomIds: string[]) => void;
  onMove: (move: Extract<Gesture, { kind: 'move' }>) => void;
}

const slackPx = 4;
const clickMs = 3_600_000;

/** Drawing, dragging and stretching by mouse or pen, and the same steps by keys. A finger scrolls. */
export function useGesture(input: GestureInput) {
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const press = useRef<Press | null>(null);
  const dragged = useRef(false);
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });

  const abandon = () => {
    press.current = null;
    setGesture(null);
  };
  useEscape(gesture !== null, abandon);

  const instantOfPointer = (clientX: number): number => {
    const box = input.line.current?.getBoundingClientRect();
    return box ? instantAt(input.scale, (clientX - box.left) / box.width) : 0;
  };
  const rowOfPointer = (event: ReactPointerEvent<HTMLElement>): number =>
    Math.floor((event.clientY - event.currentTarget.getBoundingClientRect().top) / input.rowHeight);

  const down = (event: ReactPointerEvent<HTMLElement>) => {
    dragged.current = false;
    if (event.button !== 0 || event.pointerType === 'touch' || !(event.target instanceof Element)) return;
    const bar = event.target.closest<HTMLElement>('[data-session]');
    const one = (bar && input.find(bar.dataset['session'] ?? '')) ?? null;
    if (bar ? !one?.mayChange : !(input.mayBook && event.target.closest('[data-track]'))) return;
    const grip = bar ? gripAt(bar.getBoundingClientRect(), event.clientX) : 'whole';
    const at = instantOfPointer(event.clientX);
    press.current = { x: event.clientX, y: event.clientY, at, row: rowOfPointer(event), one, grip };
  };

  const over = (event: ReactPointerEvent<HTMLElement>) => {
    const from = press.current;
    if (!from) return;
    if (!dragged.current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < slackPx) return;
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = true;
    const at = instantOfPointer(event.clientX);
    setGesture(
      from.one
        ? {
            kind: 'move',
            one: from.one,
            grip: from.grip,
            span: pulled(input.scale, spanOf(from.one), from.grip, from.at, at),
            held: false,
          }
        : {
            kind: 'book',
            span: drawn(from.at, at),
            roomIds: between(input.rows, from.row, rowOfPointer(event)),
          },
    );
  };

  const up = () => {
    const from = press.current;
    press.current = null;
    if (!from) return;
    if (gesture?.kind === 'move') input.onMove(gesture);
    else if (gesture) input.onBook(gesture.span, gesture.roomIds);
    else if (!from.one) {
      // A click books an hour from the half hour it is in.
      const start = Math.floor(from.at / (2 * stepMs)) * 2 * stepMs;
      input.onBook({ start, end: start + clickMs }, between(input.rows, from.row, from.row));
    }
    if (gesture?.kind === 'book') setGesture(null);
  };

  return {
    gesture,
    setGesture,
    abandon,
    /** Whether the pointer was just dragged, so that letting go is no click. */
    wasDragged: () => dragged.current,
    /** A step by keys, from where the session is or was brought to by the steps before. */
    nudge: (one: Occurrence, grip: Grip, steps: number) =>
      setGesture((before) => {
        const span = before?.kind === 'move' && before.one.id === one.id ? before.span : spanOf(one);
        return { kind: 'move', one, grip, span: onGrid(nudged(span, grip, steps), grip), held: false };
      }),
    handlers: {
      onPointerDown: down,
      onPointerMove: over,
      onPointerUp: up,
      onPointerCancel: abandon,
      // A bar is a link, which a browser would carry off by itself.
      onDragStart: (event: ReactDragEvent) => event.preventDefault(),
    },
  };
}

const gripPx = 8;

/** What of a bar is taken hold of: one of its ends, or the whole. As wide as the style sheet draws the cursor. */
function gripAt({ left, right, width }: DOMRect, x: number): Grip {
  const wide = Math.min(gripPx, width * 0.3);
  return x - left < wide ? 'start' : right - x <= wide ? 'end' : 'whole';
}

/** The moved side on the quarter-hour, the length kept. */
function onGrid(span: Span, grip: Grip): Span {
  if (grip === 'end') return { ...span, end: snap(span.end) };
  const start = snap(span.start);
  return grip === 'start' ? { ...span, start } : { start, end: start + (span.end - span.start) };
}

function between(rows: readonly Row[], a: number, b: number): string[] {
  return rows
    .slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1)
    .flatMap((row) => (row.kind === 'room' ? [row.room.id] : []));
}

function useEscape(active: boolean, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') latest.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [active]);
}
