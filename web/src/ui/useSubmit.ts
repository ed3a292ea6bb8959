import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { isStale } from '../api/problem';

interface Submit {
  busy: boolean;
  /** What the server refused; null before and after a success. */
  problem: unknown;
  /** True once someone tried to save: from then on missing fields are marked. */
  checked: boolean;
  /** Runs the act when `valid`; the entry stays as it is when it fails. */
  run: (valid: boolean, act: () => Promise<unknown>) => Promise<void>;
}

/** The states every small form shares. `list` is where its thing is read: asked for anew when somebody else has changed that meanwhile. */
export function useSubmit(list?: QueryKey): Submit {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [checked, setChecked] = useState(false);
  return {
    busy,
    problem,
    checked,
    run: async (valid, act) => {
      setChecked(true);
      if (!valid) return;
      setBusy(true);
      setProblem(null);
      try {
        await act();
      } catch (failure) {
        if (list && isStale(failure)) await client.invalidateQueries({ queryKey: list });
        setProblem(failure);
      } finally {
        setBusy(false);
      }
    },
  };
}
