import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { act, type RoomAct } from '../api/live';
import type { BoardParticipant } from '../api/types';
import { t } from '../i18n/language';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import { effectSeen } from './acts';
import type { BoardStore } from './boardStore';

const patienceSeconds = 6;

interface Pending {
  act: RoomAct;
  before: BoardParticipant;
  stop: () => void;
}

/** Acts on rooms of one board: each is pending until the board shows its effect, and ends in a plain error otherwise. */
export interface Acts {
  run: (act: RoomAct, roomId: string) => void;
  pendingOf: (roomId: string) => RoomAct | null;
  subscribe: (listener: () => void) => () => void;
}

export function useActs(conferenceId: string, store: BoardStore): Acts {
  const pending = useRef(new Map<string, Pending>());
  const listeners = useRef(new Set<() => void>());
  const tell = useCallback(() => listeners.current.forEach((listener) => listener()), []);

  const finish = useCallback(
    (roomId: string) => {
      pending.current.get(roomId)?.stop();
      pending.current.delete(roomId);
      tell();
    },
    [tell],
  );
  useEffect(() => {
    const all = pending.current;
    return () => {
      for (const one of all.values()) one.stop();
      all.clear();
    };
  }, [conferenceId]);

  const run = useCallback(
    (what: RoomAct, roomId: string) => {
      const before = store.participant(roomId);
      if (!before || pending.current.has(roomId)) return;
      const name = before.shortName;
      const label = t(`act.${what}`);
      const check = () => {
        if (effectSeen(what, before, store.participant(roomId))) finish(roomId);
      };
      const timer = setTimeout(() => {
        finish(roomId);
        say('failed', t('act.noEffect', { room: name, act: label, n: patienceSeconds }));
      }, patienceSeconds * 1000);
      const off = store.subscribeRoom(roomId, check);
      const stop = () => {
        clearTimeout(timer);
        off();
      };
      pending.current.set(roomId, { act: what, before, stop });
      tell();
      act(conferenceId, roomId, what).then(check, (error: unknown) => {
        finish(roomId);
        say('failed', t('act.failed', { room: name, act: label.toLowerCase(), reason: errorText(error) }));
      });
    },
    [conferenceId, store, finish, tell],
  );

  return useMemo(
    () => ({
      run,
      pendingOf: (roomId) => pending.current.get(roomId)?.act ?? null,
      subscribe: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [run],
  );
}

/** The act under way for a room, if any. */
export const usePending = (acts: Acts, roomId: string): RoomAct | null =>
  useSyncExternalStore(acts.subscribe, () => acts.pendingOf(roomId));
