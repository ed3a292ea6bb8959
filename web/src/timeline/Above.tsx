import { Button } from '@mantine/core';
import { t } from '../i18n/language';
import { formatTime, instantOf } from '../time/time';
import { Consequences } from './Consequences';
import classes from './timeline.module.css';
import type { useTimelineActs } from './useTimelineActs';

interface AboveProps {
  acts: ReturnType<typeof useTimelineActs>;
  shortNames: ReadonlyMap<string, string>;
  mayBook: boolean;
}

/** The line above the grid: how to use it, or what would come of what is being done; and the way back. */
export function Above({ acts, shortNames, mayBook }: AboveProps) {
  const { gesture, lastMoved } = acts;
  return (
    <div className={`${classes.above ?? ''} no-print`}>
      <p className={classes.hint}>{t(mayBook ? 'timeline.hint' : 'timeline.hintReader')}</p>
      {gesture && (
        <Consequences
          gesture={gesture}
          clashes={acts.clashes}
          shortNames={shortNames}
          saving={acts.saving}
          onSave={acts.save}
          onAbandon={acts.abandon}
        />
      )}
      {mayBook && acts.heldUntil !== null && gesture === null && (
        <p className={classes.hint} role="status">
          {t('timeline.held', { time: formatTime(instantOf(acts.heldUntil)) })}
        </p>
      )}
      {mayBook && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={!lastMoved || gesture !== null}
          loading={acts.saving}
          title={
            lastMoved &&
            t(acts.fate === 'sent' ? 'timeline.correctWhat' : 'timeline.undoWhat', { title: lastMoved.title })
          }
          onClick={acts.undo}
        >
          {t(acts.fate === 'sent' ? 'timeline.correct' : 'timeline.undo')}&nbsp;<kbd>Ctrl Z</kbd>
        </Button>
      )}
    </div>
  );
}
