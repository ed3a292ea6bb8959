import type { Approval, Due, Step } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import classes from './approval.module.css';

const shapes = { given: '✓', waiting: '◔', later: '○' } as const;
const dueShapes: Record<Due, string> = { ahead: '', soon: '◷', overdue: '▲', missed: '✕' };

/** Where an approval stands: its steps one after the other, with names and times, or until when each is to be given. */
export function Steps({ approval }: { approval: Approval }) {
  if (approval.steps.length === 0) return null;
  return (
    <ol className={classes.steps} aria-label={t('step.title')} data-testid="steps">
      {approval.steps.map((step) => (
        <li key={step.step} className={classes.step} data-state={step.state}>
          <span aria-hidden="true" className={classes.shape}>
            {shapes[step.state]}
          </span>
          <span>
            <b>{t(`step.${step.step}`)}</b>: {t(`step.${step.state}`)}
            <small>{step.state === 'given' ? givenText(step) : <Deadline step={step} />}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Until when a step is to be given, in words as well as in colour. */
export function Deadline({ step }: { step: Step }) {
  if (!step.dueAt || !step.due) return null;
  return (
    <span className={classes.due} data-due={step.due}>
      {dueShapes[step.due] && <span aria-hidden="true">{dueShapes[step.due]} </span>}
      {t('step.dueAt', { time: formatDateTime(instantOf(step.dueAt)) })}
      {step.due !== 'ahead' && ` – ${t(`due.${step.due}`)}`}
    </span>
  );
}

/** That it could not wait, by its shape and in words. */
export function UrgentMark({ reason }: { reason: string | null }) {
  if (reason === null) return null;
  return (
    <span className={classes.urgent} title={t('urgent.because', { reason })} data-testid="urgent">
      <span aria-hidden="true">⚡</span> {t('urgent.mark')}
    </span>
  );
}

function givenText({ by, for: lender, at }: Step): string {
  const time = at ? formatDateTime(instantOf(at)) : '';
  return lender ? t('step.byFor', { who: by ?? '', lender, time }) : t('step.by', { who: by ?? '', time });
}
