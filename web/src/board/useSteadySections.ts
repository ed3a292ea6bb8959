import { useEffect, useRef, useState, type RefObject } from 'react';
import { sameSections, type Section } from './order';

// Tiles must not move from under the pointer: a new order waits until the hand is off the board.
const settleMs = 3_000;

/**
 * The arrangement to draw. A changed question (other order, filter or search) counts at once; a changed answer to the same
 * question, every few seconds and not while the pointer or the keyboard is on the tiles. New and gone rooms count at once.
 */
export function useSteadySections(
  arranged: Section[],
  question: string,
  page: RefObject<HTMLElement | null>,
): Section[] {
  const [shown, setShown] = useState(arranged);
  const asked = useRef(question);
  const latest = useRef(arranged);
  useEffect(() => {
    latest.current = arranged;
    if (asked.current === question && sameRooms(arranged, shown)) return;
    asked.current = question;
    setShown(arranged);
  }, [arranged, question, shown]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (page.current?.querySelector('li:hover, li:focus-within')) return;
      setShown((before) => (sameSections(before, latest.current) ? before : latest.current));
    }, settleMs);
    return () => clearInterval(timer);
  }, [page]);
  return shown;
}

function sameRooms(a: Section[], b: Section[]): boolean {
  const ids = (sections: Section[]) =>
    sections
      .flatMap((section) => section.roomIds)
      .sort()
      .join();
  return ids(a) === ids(b);
}
