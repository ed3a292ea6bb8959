import { useLocation, useSearchParams } from 'react-router';

/** The page that asked for the sign-in: told by the page before, or by the address after a way over the OpenID provider. */
export function useWayBack(): string | null {
  const state: unknown = useLocation().state;
  const [parameters] = useSearchParams();
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  if (isAddress(from)) return from.pathname + from.search;
  const to = parameters.get('to');
  // A path of ours, and never another site's address.
  return to !== null && /^\/(?![/\\])/.test(to) ? to : null;
}

function isAddress(value: unknown): value is { pathname: string; search: string } {
  return typeof value === 'object' && value !== null && 'pathname' in value && 'search' in value;
}
