import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { BoardParticipant } from '../api/types';
import { BoardStore, type BoardStatus } from './boardStore';
import { hub } from './hub';
import type { Board } from './reduce';

const lifeMs = 1000;

/** Watches one conference for as long as the page is open. */
export function useBoardStore(conferenceId: string): BoardStore {
  const store = useMemo(() => new BoardStore(conferenceId, hub), [conferenceId]);
  useEffect(() => {
    const off = [
      hub.on('boardChanged', (delta) => store.receive(delta)),
      hub.on('levelsChanged', (report) => store.receiveLevels(report)),
      hub.on('conferencesChanged', () => {
        if (store.status() === 'missing') void store.sync();
      }),
      hub.on('connected', () => void store.sync()),
      hub.on('alive', () => store.confirm()),
      hub.on('lost', () => store.connectionLost()),
    ];
    if (hub.isConnected) void store.sync();
    return () => {
      off.forEach((stop) => stop());
      hub.unwatch(conferenceId);
      store.close();
    };
  }, [conferenceId, store]);
  return store;
}

export const useBoardStatus = (store: BoardStore): BoardStatus =>
  useSyncExternalStore(store.subscribe, store.status);

/** The whole board; renders with every delta. For heads and lists, not for tiles. */
export const useBoard = (store: BoardStore): Board | null =>
  useSyncExternalStore(store.subscribe, store.board);

/** One room; renders only when it changed or began or ceased to speak. */
export function useRoom(
  store: BoardStore,
  roomId: string,
): { participant: BoardParticipant | undefined; speaking: boolean } {
  const subscribe = useCallback(
    (listener: () => void) => store.subscribeRoom(roomId, listener),
    [store, roomId],
  );
  const participant = useSyncExternalStore(subscribe, () => store.participant(roomId));
  const speaking = useSyncExternalStore(subscribe, () => store.isSpeaking(roomId));
  return { participant, speaking };
}

/** Renders once a second while the connection is lost: how old the figures are. */
export function useAge(store: BoardStore): number {
  const [age, setAge] = useState(store.ageSeconds());
  useEffect(() => {
    const timer = setInterval(() => setAge(store.ageSeconds()), lifeMs / 2);
    return () => clearInterval(timer);
  }, [store]);
  return age;
}
