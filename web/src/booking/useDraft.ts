import { useCallback, useEffect, useState } from 'react';
import { blank, type Draft } from './draft';

interface KeptDraft {
  draft: Draft;
  setDraft: (change: (draft: Draft) => Draft) => void;
  /** True when the entry comes from an earlier visit that was not finished. */
  restored: boolean;
  /** Forgets what was kept: the booking is made, or the clerk starts anew. */
  forget: (next?: Draft) => void;
}

/**
 * An entry that outlives an error, a sign-out or a closed page: every change is kept in this browser tab's storage until the
 * booking is made or the entry discarded.
 */
export function useDraft(key: string, initial: () => Draft): KeptDraft {
  const [kept] = useState(() => read(key));
  const [draft, change] = useState<Draft>(() => kept ?? initial());
  const [touched, setTouched] = useState(kept !== null);
  const [restored, setRestored] = useState(kept !== null);
  useEffect(() => {
    if (touched) write(key, draft);
  }, [key, draft, touched]);

  const setDraft = useCallback((next: (draft: Draft) => Draft) => {
    setTouched(true);
    change(next);
  }, []);
  const forget = useCallback(
    (next?: Draft) => {
      setTouched(false);
      setRestored(false);
      write(key, null);
      if (next) change(next);
    },
    [key],
  );
  return { draft, setDraft, restored, forget };
}

function read(key: string): Draft | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : { ...blank, ...(JSON.parse(text) as Draft) };
  } catch {
    return null; // storage is switched off
  }
}

function write(key: string, draft: Draft | null): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is off or full: the entry still lives in the page.
  }
}
