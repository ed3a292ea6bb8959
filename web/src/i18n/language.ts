import { useSyncExternalStore } from 'react';
import { messages, type MessageKey, type Messages } from './messages';
import { fill, type Placeholders } from './text';

export type { MessageKey };
export type Language = 'vi' | 'en';

const storageKey = 'language';
const listeners = new Set<() => void>();
let current: Language = readStored() ?? 'vi';

function readStored(): Language | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'vi' || stored === 'en' ? stored : null;
  } catch {
    return null; // storage switched off, or no browser at all (tests)
  }
}

export const language = {
  get: (): Language => current,
  /** True once someone on this PC has chosen; until then the account's own setting wins. */
  isChosen: (): boolean => readStored() !== null,
  set(next: Language): void {
    current = next;
    try {
      localStorage.setItem(storageKey, next);
    } catch {
      // Not remembered on this PC; the account still remembers it.
    }
    document.documentElement.lang = next;
    listeners.forEach((listener) => listener());
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

type Needed<K extends MessageKey> = Placeholders<Messages[K][0]> | Placeholders<Messages[K][1]>;

type Arguments<K extends MessageKey> = [Needed<K>] extends [never]
  ? []
  : [values: Readonly<Record<Needed<K>, string | number>>];

/** The text of a key in the present language. Placeholders are checked by the compiler. */
export function t<K extends MessageKey>(key: K, ...values: Arguments<K>): string {
  const [vi, en] = messages[key];
  return fill(current === 'vi' ? vi : en, values[0]);
}

/** Makes a component render again when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(language.subscribe, language.get);
}
