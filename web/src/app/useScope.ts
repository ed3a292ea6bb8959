import { useMemo } from 'react';
import { useUnits } from '../api/rooms';
import type { Role } from '../api/types';
import { dayOf } from '../time/time';
import { serverNow } from '../time/clock';
import { firstUnitOf, hostingOf, scopeOf, type Hosting, type Scope } from './scope';
import { useUser } from './session';

/** Where the user has the role: a button that would be refused there is not shown. */
export function useScope(role: Role): Scope {
  const user = useUser();
  const units = useUnits().data;
  return useMemo(() => scopeOf(role, user, units ?? []), [role, user, units]);
}

/** The unit a new thing is of at first, for who has the role for units alone; null for who has it for the province. */
export function useFirstUnit(role: Role): string | null {
  return firstUnitOf(role, useUser(), useUnits().data ?? [], dayOf(serverNow()));
}

/** See {@link hostingOf}; null while it depends on units that have not come. */
export function useHosting(): Hosting | null {
  const user = useUser();
  const { data, isPending } = useUnits();
  return useMemo(() => {
    const hosting = hostingOf(user, data ?? [], dayOf(serverNow()));
    return isPending && !hosting.may(null) ? null : hosting;
  }, [user, data, isPending]);
}
