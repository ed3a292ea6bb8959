import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { briefingsKey } from '../api/briefings';
import { liveKey } from '../api/live';
import { hub } from './hub';

/** Keeps the connection while someone who works with it is signed in, and fetches again what the server says has changed. */
export function useHubEvents(isWanted: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isWanted) return;
    const refetchLive = () => void client.invalidateQueries({ queryKey: liveKey });
    const refetchBriefings = () => void client.invalidateQueries({ queryKey: briefingsKey });
    const off = [
      hub.on('conferencesChanged', refetchLive),
      hub.on('briefingsChanged', refetchBriefings),
      hub.on('connected', () => {
        refetchLive();
        refetchBriefings();
      }),
    ];
    hub.start();
    return () => {
      off.forEach((stop) => stop());
      hub.stop();
    };
  }, [client, isWanted]);
}
