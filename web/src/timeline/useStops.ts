import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Occurrence } from '../api/types';
import { instantOf } from '../time/time';
import type { Row } from './rows';
import { nameStop } from './TimelineRow';

interface Stop {
  /** Index of the row. */
  row: number;
  /** `nameStop` or a session's identifier. */
  key: string;
}

interface StopsInput {
  rows: readonly Row[];
  sessionsOf: (roomId: string) => readonly Occurrence[];
  body: RefObject<HTMLElement | null>;
  reveal: (row: number) => void;
}

const pageRows = 10;

/** The arrow keys in the grid: one part has the focus at a time, and Tab leaves the grid. */
export function useStops({ rows, sessionsOf, body, reveal }: StopsInput) {
  const [at, setAt] = useState<Stop>({ row: -1, key: nameStop });
  const wanted = useRef<string | null>(null);
  const first = rows.findIndex((row) => row.kind === 'room');
  const current = rows[at.row]?.kind === 'room' ? at : { row: first, key: nameStop };

  // A row that was out of sight is drawn only after scrolling there; then it is given the focus.
  useEffect(() => {
    if (wanted.current === null) return;
    const found = body.current?.querySelector<HTMLElement>(`[data-stop="${wanted.current}"]`);
    if (!found) return;
    wanted.current = null;
    found.focus();
  });

  const roomAt = (row: number): string => {
    const found = rows[row];
    return found?.kind === 'room' ? found.room.id : '';
  };
  const keysOf = (row: number): string[] => [nameStop, ...sessionsOf(roomAt(row)).map((one) => one.id)];

  const go = (row: number, key: string) => {
    setAt({ row, key });
    wanted.current = `${roomAt(row)}:${key}`;
    reveal(row);
  };

  const sideways = (by: number | 'first' | 'last') => {
    const keys = keysOf(current.row);
    const here = Math.max(0, keys.indexOf(current.key));
    const next = by === 'first' ? 0 : by === 'last' ? keys.length - 1 : here + by;
    go(current.row, keys[Math.min(keys.length - 1, Math.max(0, next))] ?? nameStop);
  };

  const upOrDown = (by: number) => {
    const way = Math.sign(by);
    let row = Math.min(rows.length - 1, Math.max(0, current.row + by));
    while (rows[row]?.kind === 'group') row += way;
    if (rows[row]) go(row, nearest(row));
  };

  /** The session that begins nearest to the one one comes from. */
  const nearest = (row: number): string => {
    const from = sessionsOf(roomAt(current.row)).find((one) => one.id === current.key);
    if (!from) return nameStop;
    const distance = (one: Occurrence) => Math.abs(instantOf(one.start) - instantOf(from.start));
    return [...sessionsOf(roomAt(row))].sort((a, b) => distance(a) - distance(b))[0]?.id ?? nameStop;
  };

  return {
    current: { row: current.row, key: keysOf(current.row).includes(current.key) ? current.key : nameStop },
    /** The focus came by a click or by Tab. */
    landed: (stop: string | undefined) => {
      const [roomId, key] = stop?.split(':') ?? [];
      const row = rows.findIndex((one) => one.kind === 'room' && one.room.id === roomId);
      if (row >= 0 && key !== undefined) setAt({ row, key });
    },
    /** True if the key was one of these. */
    press: (key: string): boolean => {
      if (key === 'ArrowDown') upOrDown(1);
      else if (key === 'ArrowUp') upOrDown(-1);
      else if (key === 'PageDown') upOrDown(pageRows);
      else if (key === 'PageUp') upOrDown(-pageRows);
      else if (key === 'ArrowLeft') sideways(-1);
      else if (key === 'ArrowRight') sideways(1);
      else if (key === 'Home') sideways('first');
      else if (key === 'End') sideways('last');
      else return false;
      return true;
    },
  };
}
