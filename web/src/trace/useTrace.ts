import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getLatestTrace, getTrace } from '../api/traces';
import type { Trace } from '../api/types';

const everyMs = 500;

export const traceKey = (conferenceId: string, roomId: string) => ['trace', conferenceId, roomId] as const;

/** The room's last trace; while it runs, what is new is fetched twice a second and added. */
export function useTrace(conferenceId: string, roomId: string) {
  const client = useQueryClient();
  const key = traceKey(conferenceId, roomId);
  return useQuery({
    queryKey: key,
    queryFn: async (): Promise<Trace | null> => {
      const known = client.getQueryData<Trace | null>(key);
      if (!known || known.end) return getLatestTrace(conferenceId, roomId);
      return extend(known, await getTrace(known.id, known.messages.length));
    },
    refetchInterval: ({ state }) => (state.data && !state.data.end ? everyMs : false),
    refetchIntervalInBackground: false,
  });
}

/** What was known and what came after it. */
export function extend(known: Trace, news: Trace): Trace {
  if (known.id !== news.id) return known;
  return { ...news, messages: news.messages.length ? [...known.messages, ...news.messages] : known.messages };
}
