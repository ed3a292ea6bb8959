import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { briefingsKey, checkBriefing, type Reach } from '../api/briefings';
import type { BriefingRequest } from '../api/types';
import { instantOf } from '../time/time';
import type { CheckState } from './CheckPanel';

const debounceMs = 300;

export interface Checked {
  state: CheckState;
  /** Messages of the server by field. */
  errors: Record<string, string[]>;
}

/** Asks the server about clashes while the clerk types; an answer to an older entry is never shown as that of the newest. */
export function useCheck(request: BriefingRequest | null, briefingId?: string, reach?: Reach): Checked {
  const text = request ? JSON.stringify(request) : null;
  const [settled] = useDebouncedValue(text, debounceMs);
  const query = useQuery({
    // Under the briefings' key: when the server says that the calendar changed, the check is asked again too.
    queryKey: [...briefingsKey, 'check', briefingId ?? null, reach ?? null, settled],
    queryFn: () => checkBriefing(JSON.parse(settled ?? '') as BriefingRequest, briefingId, reach),
    enabled: settled !== null,
    staleTime: 2_000,
    gcTime: 30_000,
  });
  if (!request || text === null) return { state: { kind: 'incomplete' }, errors: {} };
  if (settled !== text || query.isPending) return { state: { kind: 'busy' }, errors: {} };
  if (query.isError) return { state: { kind: 'failed', error: query.error }, errors: {} };
  return {
    state: {
      kind: 'known',
      check: query.data,
      rooms: request.roomIds.length,
      start: instantOf(request.start),
      end: instantOf(request.end),
    },
    errors: query.data.errors,
  };
}
