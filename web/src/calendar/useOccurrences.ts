import {
  keepPreviousData,
  noop,
  queryOptions,
  usePrefetchQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { briefingsKey, getOccurrences } from '../api/briefings';
import { isoOfInstant, startOfDay } from '../time/time';
import { dayAfter, type Span } from './span';

const between = ({ first, days }: Span) => {
  const [from, to] = [first, dayAfter({ first, days })];
  return queryOptions({
    queryKey: [...briefingsKey, 'between', from, to],
    queryFn: () => getOccurrences(isoOfInstant(startOfDay(from)), isoOfInstant(startOfDay(to))),
  });
};

/** The sessions shown. What lies one step further is asked for as soon as they are there: who turns the page sees it at once. */
export function useOccurrences(span: Span, beside: readonly Span[]) {
  const shown = between(span);
  // Asked for before the page is drawn with what it knew, not after.
  usePrefetchQuery(shown);
  const known = useQuery({ ...shown, placeholderData: keepPreviousData, refetchInterval: 60_000 });
  useAhead(known.isSuccess && !known.isPlaceholderData, beside);
  return known;
}

/** Long enough for what is shown to be drawn, and for whoever turns page after page to be past it. */
const restMs = 250;
const freshMs = 60_000;

function useAhead(settled: boolean, spans: readonly Span[]) {
  const client = useQueryClient();
  const names = spans.map(({ first, days }) => `${first}+${String(days)}`).join(' ');
  useEffect(() => {
    if (!settled) return;
    const rest = setTimeout(() => {
      for (const name of names.split(' ')) {
        const [first = '', days] = name.split('+');
        // What cannot be had now is asked for again, and then shown, when it is looked at.
        client.query({ ...between({ first, days: Number(days) }), staleTime: freshMs }).catch(noop);
      }
    }, restMs);
    return () => clearTimeout(rest);
  }, [client, settled, names]);
}
