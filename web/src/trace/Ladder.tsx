import { useEffect, useRef, type KeyboardEvent } from 'react';
import { language, t } from '../i18n/language';
import type { Rung } from './ladder';
import classes from './trace.module.css';

interface LadderProps {
  rungs: Rung[];
  room: string;
  selected: number | null;
  onSelect: (number: number) => void;
}

/** The messages of a trace as arrows between the bridge and the room. */
export function Ladder({ rungs, room, selected, onSelect }: LadderProps) {
  const list = useRef<HTMLOListElement>(null);
  useFollow(list, rungs.length);
  const manyCalls = new Set(rungs.map((rung) => rung.call)).size > 1;
  const reachable = selected ?? rungs[0]?.number ?? 0;

  const move = (event: KeyboardEvent) => {
    const at = rungs.findIndex((rung) => rung.number === reachable);
    const next = rungs[step(event.key, at, rungs.length) ?? -1];
    if (!next) return;
    event.preventDefault();
    onSelect(next.number);
    list.current?.querySelector<HTMLElement>(`[data-number="${next.number}"]`)?.focus();
  };

  return (
    <div className={classes.ladder}>
      <div className={classes.ends} aria-hidden="true">
        <span />
        <b>{t('trace.bridge')}</b>
        <b>{room}</b>
      </div>
      <ol
        ref={list}
        className={classes.rungs}
        aria-label={t('trace.ladder')}
        aria-description={t('trace.keys')}
        onKeyDown={move}
      >
        {rungs.map((rung) => (
          <li key={rung.number}>
            {rung.lost > 0 && <p className={classes.lost}>{t('trace.missing', { n: rung.lost })}</p>}
            <button
              type="button"
              className={classes.rung}
              data-number={rung.number}
              data-kind={rung.kind}
              data-out={rung.outgoing}
              data-repeat={rung.repeats !== null}
              aria-pressed={rung.number === selected}
              tabIndex={rung.number === reachable ? 0 : -1}
              onClick={() => onSelect(rung.number)}
            >
              <span className={`${classes.time ?? ''} numbers`}>{offsetText(rung.offsetMs)}</span>
              <span className={classes.span}>
                <span className={classes.label}>
                  <span className="visually-hidden">
                    {rung.outgoing ? `${t('trace.bridge')} → ${room}: ` : `${room} → ${t('trace.bridge')}: `}
                  </span>
                  <b>{rung.title}</b>
                  {rung.answers && <small>{rung.answers}</small>}
                  {rung.hasSdp && <small>SDP</small>}
                  {manyCalls && <small>{t('trace.call', { n: rung.call })}</small>}
                  {rung.repeats !== null && (
                    <small className={classes.repeat}>{t('trace.repeat', { n: rung.repeats })}</small>
                  )}
                </span>
                <span className={classes.arrow} aria-hidden="true" />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function step(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** `+1,250 s`. */
function offsetText(offsetMs: number): string {
  const seconds = (offsetMs / 1000).toFixed(3);
  return `+${language.get() === 'vi' ? seconds.replace('.', ',') : seconds} s`;
}

/** Keeps the newest message in view for whoever looks at the end. */
function useFollow(list: React.RefObject<HTMLOListElement | null>, count: number): void {
  const shown = useRef(0);
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const last = box.children[shown.current - 1];
    const wasAtEnd = !(last instanceof HTMLElement) || last.offsetTop <= box.scrollTop + box.clientHeight + 8;
    shown.current = count;
    if (wasAtEnd) box.scrollTop = box.scrollHeight;
  }, [list, count]);
}
