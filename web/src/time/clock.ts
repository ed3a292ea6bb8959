import { useSyncExternalStore } from 'react';

// The server's clock. Pages count down by it, so that a PC with a wrong clock still shows the truth.

let offsetMs = 0;

/** Tells the clock what time the server has now. */
export function learnServerTime(iso: string): void {
  const instant = Date.parse(iso);
  if (Number.isFinite(instant)) offsetMs = instant - Date.now();
}

/** Now, by the server's clock, in milliseconds since 1970. */
export const serverNow = (): number => Date.now() + offsetMs;

const listeners = new Set<() => void>();
let second = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  const now = Math.floor(serverNow() / 1000);
  if (now === second) return;
  second = now;
  listeners.forEach((listener) => listener());
}

const wholeSecond = (): number => {
  if (timer === undefined) second = Math.floor(serverNow() / 1000);
  return second;
};

/** The server's time in whole seconds; renders the component once a second. One timer serves all. */
export const useSecond = (): number => useSyncExternalStore(subscribe, wholeSecond);

/** What `read` says, asked every second; renders only when the answer changes. */
export const useEverySecond = <T extends string | number | boolean>(read: () => T): T =>
  useSyncExternalStore(subscribe, read);

/** The server's time in whole minutes since 1970; renders once a minute. */
export const useMinute = (): number => useEverySecond(() => Math.floor(wholeSecond() / 60));
