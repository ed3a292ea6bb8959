import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { onSignedOut } from '../api/client';
import { getSession, putLanguage } from '../api/session';
import type { Role, Session, User } from '../api/types';
import { language, type Language } from '../i18n/language';
import { learnServerTime } from '../time/clock';

export const sessionKey = ['session'] as const;

const SessionContext = createContext<Session | null>(null);

/** The session as the server last told it; null while it is being asked. */
export const useSession = (): Session | null => useContext(SessionContext);

/** The signed-in user. Only for pages behind the sign-in. */
export function useUser(): User {
  const user = useSession()?.user;
  if (!user) throw new Error('This page is shown only to signed-in users.');
  return user;
}

/** Whether the user has one of the roles; an administrator has all. */
export function useHasRole(...roles: Role[]): boolean {
  const held = useSession()?.user?.roles ?? [];
  return held.includes('administrator') || roles.some((role) => held.includes(role));
}

/** Whether the user does more than read the audit trail: all the other pages are for these. */
export function useIsWorker(): boolean {
  return (useSession()?.user?.roles ?? []).some((role) => role !== 'auditor');
}

/** Takes what the server says of the session: its clock, and the account's language unless this PC has chosen one. */
export function adoptSession(session: Session): Session {
  learnServerTime(session.serverTime);
  const preferred = session.user?.language;
  if (!language.isChosen() && (preferred === 'vi' || preferred === 'en')) language.set(preferred);
  return session;
}

export function SessionProvider({ children }: { children: (state: SessionState) => ReactNode }) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: sessionKey,
    queryFn: async () => adoptSession(await getSession()),
    staleTime: 60_000,
    retry: true,
    retryDelay: 2000,
  });
  useEffect(
    () =>
      onSignedOut(() => {
        client.setQueryData<Session>(sessionKey, (session) => session && { ...session, user: null });
      }),
    [client],
  );
  const session = query.data ?? null;
  return (
    <SessionContext value={session}>
      {children({ session, unreachable: query.failureCount > 0 && session === null })}
    </SessionContext>
  );
}

export interface SessionState {
  session: Session | null;
  /** True while the very first question to the server has failed; it is asked again by itself. */
  unreachable: boolean;
}

/** Switches the language here at once and in the account in the background. */
export function chooseLanguage(next: Language, signedIn: boolean): void {
  language.set(next);
  // A failure is harmless: this PC has remembered it, and the next switch tells the server again.
  if (signedIn) void putLanguage(next).catch(() => undefined);
}
