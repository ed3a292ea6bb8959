import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { briefingKey, getBriefing } from '../api/briefings';
import { useRooms } from '../api/rooms';
import { useScope } from '../app/useScope';

/** What the user may do on a board: on the session as a whole, on its agenda and hands, and on a room. */
export interface BoardRights {
  session: boolean;
  leads: boolean;
  room: (roomId: string) => boolean;
}

/**
 * By roles, for the unit that hosts the session or that a room belongs to; or because the session names him as its secretary. What is not known yet
 * gives no right.
 */
export function useBoardRights(conferenceId: string, briefingId = ''): BoardRights {
  const [technician, secretary] = [useScope('technician'), useScope('secretary')];
  const { data } = useQuery({
    queryKey: briefingKey(briefingId),
    queryFn: () => getBriefing(briefingId),
    enabled: briefingId !== '',
  });
  const rooms = useRooms().data;
  const units = useMemo(() => new Map(rooms?.map((room) => [room.id, room.unitId])), [rooms]);
  const own = data?.occurrences.find((one) => one.id === conferenceId)?.dossier;
  const host = (own ?? data?.dossier)?.hostUnitId ?? null;
  const session = technician(host);
  const room = useCallback(
    (roomId: string) => session || technician(units.get(roomId) ?? null),
    [session, technician, units],
  );
  const leads = session || secretary(host) || (data?.may.leads.includes(conferenceId) ?? false);
  return { session, leads, room };
}
