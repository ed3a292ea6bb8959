import { useMemo, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import type { Occurrence } from '../api/types';
import { roomsOf } from '../calendar/roomsOf';
import { isoOfInstant } from '../time/time';
import { clashesAt } from './clashesAt';
import type { Row } from './rows';
import type { Scale, Span } from './scale';
import { spanOf, useGesture, type Gesture } from './useGesture';
import { useMoves } from './useMoves';
import { useUndoKey } from './useUndoKey';

interface ActsInput {
  scale: Scale;
  rows: readonly Row[];
  rowHeight: number;
  occurrences: readonly Occurrence[];
  mayBook: boolean;
  line: RefObject<HTMLElement | null>;
}

/** What a person does on the time line: what it would come to while it is being done, and the doing of it. */
export function useTimelineActs(input: ActsInput) {
  const { occurrences } = input;
  const navigate = useNavigate();
  const moves = useMoves();
  const book = (span: Span, roomIds: string[]) => {
    const address = new URLSearchParams({
      start: isoOfInstant(span.start),
      end: isoOfInstant(span.end),
      rooms: roomIds.join(','),
    });
    void navigate(`/calendar/new?${address.toString()}`);
  };
  const { gesture, setGesture, ...act } = useGesture({
    ...input,
    find: (id) => occurrences.find((one) => one.id === id),
    onBook: book,
    onMove: (move) => void letGo(move),
  });
  const wanted = useMemo(() => wantedBy(gesture), [gesture]);
  const clashes = useMemo(
    () => (gesture ? clashesAt(gesture.span, wanted, occurrences, movedBy(gesture)) : []),
    [gesture, wanted, occurrences],
  );

  const save = async (one: Occurrence, to: Span) => {
    setGesture({ kind: 'move', one, grip: 'whole', span: to, held: true });
    const { briefingId, id: occurrenceId, title } = one;
    await moves.move({ briefingId, occurrenceId, title, from: spanOf(one), to });
    setGesture(null);
  };
  /** Saved at once where nothing is in the way; else it stays where it was let go until somebody decides. */
  const letGo = async (move: Extract<Gesture, { kind: 'move' }>) => {
    const before = spanOf(move.one);
    if (move.span.start === before.start && move.span.end === before.end) setGesture(null);
    else if (clashesAt(move.span, roomsOf(move.one), occurrences, move.one).length === 0)
      await save(move.one, move.span);
    else setGesture({ ...move, held: true });
  };
  const undo = () => void moves.undo();
  useUndoKey(undo);

  return {
    ...act,
    gesture,
    clashes,
    ghostRooms: useMemo(() => new Set(wanted), [wanted]),
    badRooms: useMemo(() => new Set(clashes.flatMap((clash) => clash.roomIds)), [clashes]),
    saving: moves.saving,
    lastMoved: moves.last,
    fate: moves.fate,
    heldUntil: moves.heldUntil,
    undo,
    book,
    save: (to: Span) => gesture?.kind === 'move' && !moves.saving && void save(gesture.one, to),
    /** Enter: what the keys have moved is let go. */
    settle: () => gesture?.kind === 'move' && !moves.saving && void letGo(gesture),
  };
}

const wantedBy = (gesture: Gesture | null): string[] =>
  gesture === null ? [] : gesture.kind === 'book' ? gesture.roomIds : roomsOf(gesture.one);

const movedBy = (gesture: Gesture): Occurrence | undefined =>
  gesture.kind === 'move' ? gesture.one : undefined;
