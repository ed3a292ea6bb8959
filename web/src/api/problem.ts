import type { Clash, DateAnswer, Problem, Relief, Shortage, Slot, UnfitRoom } from './types';

/** A refusal by the server, or no answer at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** The stable machine word of the problem, `network` when nothing answered. */
    readonly code: string,
    /** The server's sentence in the user's language; empty when it sent none. */
    readonly detail: string,
    /** Messages by form field. */
    readonly errors: Readonly<Record<string, string[]>> = {},
    readonly clashes: Clash[] = [],
    readonly nextFree: Slot | null = null,
    /** Of a series: every day of its rule. */
    readonly dates: DateAnswer[] | null = null,
    /** Rooms that may not take part because the briefing is secret. */
    readonly unfit: UnfitRoom[] = [],
    /** Lines, or the ports, that cannot carry it. */
    readonly shortages: Shortage[] = [],
    readonly relief: Relief | null = null,
  ) {
    super(detail || code);
    this.name = 'ApiError';
  }
}

/** Whether somebody else has changed what a change was based on: told by its tag, or by the version in the form. */
export const isStale = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 412 || error.code === 'staleVersion');

export function problemFrom(status: number, body: unknown): ApiError {
  const problem: Partial<Problem> = typeof body === 'object' && body !== null ? body : {};
  return new ApiError(
    status,
    problem.code ?? `http${status}`,
    problem.detail ?? problem.title ?? '',
    problem.errors ?? {},
    problem.clashes ?? [],
    problem.nextFree ?? null,
    problem.dates ?? null,
    problem.unfitRooms ?? [],
    problem.shortages ?? [],
    problem.relief ?? null,
  );
}
