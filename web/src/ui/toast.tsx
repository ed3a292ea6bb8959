import { useEffect, useSyncExternalStore } from 'react';
import { t } from '../i18n/language';
import { CloseIcon } from './icons';
import classes from './toast.module.css';

type Tone = 'done' | 'failed';
interface Toast {
  id: number;
  tone: Tone;
  text: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says in a corner that something was done or failed. Failures stay until closed or 12 s have passed. */
export function say(tone: Tone, text: string): void {
  lastId += 1;
  change([...toasts.filter((toast) => toast.text !== text), { id: lastId, tone, text }].slice(-4));
}

const dismiss = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={`${classes.region ?? ''} no-print`} role="status" aria-live="polite">
      {shown.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastLine({ toast }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.id), toast.tone === 'failed' ? 12_000 : 4_000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className={classes.toast} data-tone={toast.tone}>
      <span aria-hidden="true">{toast.tone === 'failed' ? '✕' : '✓'}</span>
      <span className={classes.text}>{toast.text}</span>
      <button
        type="button"
        className={classes.close}
        onClick={() => dismiss(toast.id)}
        aria-label={t('do.close')}
      >
        <CloseIcon size={16} />
      </button>
    </div>
  );
}
