import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { Tagged } from '../api/tagged';

/** Which thing of a list is being edited, as it was when it was opened; `reload` takes it as the list has it by now, or none if it is gone. */
export function useEdited<T extends Tagged>(list: readonly T[] | undefined) {
  const [edited, setEdited] = useState<T | 'new' | null>(null);
  const reload = () =>
    reopen(() =>
      setEdited((was) =>
        was === null || was === 'new' ? was : (list?.find((one) => one.id === was.id) ?? null),
      ),
    );
  return { edited, setEdited, reload };
}

/** Has a form built anew, and goes to where it begins. */
export function reopen(change: () => void): void {
  flushSync(change);
  document.querySelector<HTMLElement>('[data-autofocus]')?.focus();
}
