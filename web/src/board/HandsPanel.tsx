import { Button } from '@mantine/core';
import { lowerHand } from '../api/live';
import type { BoardParticipant } from '../api/types';
import { t } from '../i18n/language';
import { usePending, type Acts } from '../live/useActs';
import { formatTimeWithSeconds, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { HandIcon } from '../ui/icons';
import { say } from '../ui/toast';
import classes from './board.module.css';

interface HandsPanelProps {
  hands: BoardParticipant[];
  conferenceId: string;
  acts: Acts;
  mayAct: boolean;
  onSelect: (roomId: string) => void;
}

/** Who asked to speak, in the order they did; the floor goes to one by one click. */
export function HandsPanel({ hands, conferenceId, acts, mayAct, onSelect }: HandsPanelProps) {
  const title = t('hand.title', { n: hands.length });
  return (
    <section className={classes.panel} aria-label={title} data-testid="hands">
      <div className={classes.panelHead}>
        <h2>{title}</h2>
      </div>
      <ol className={classes.alarms}>
        {hands.map((participant, index) => (
          <HandLine
            key={participant.roomId}
            participant={participant}
            place={index + 1}
            conferenceId={conferenceId}
            acts={acts}
            mayAct={mayAct}
            onSelect={onSelect}
          />
        ))}
      </ol>
    </section>
  );
}

interface HandLineProps extends Omit<HandsPanelProps, 'hands'> {
  participant: BoardParticipant;
  place: number;
}

function HandLine({ participant, place, conferenceId, acts, mayAct, onSelect }: HandLineProps) {
  const pending = usePending(acts, participant.roomId);
  const room = participant.shortName;
  const lower = () =>
    lowerHand(conferenceId, participant.roomId).catch((error: unknown) =>
      say('failed', t('act.failedPlain', { reason: errorText(error) })),
    );
  return (
    <li>
      <button type="button" className={classes.alarmName} onClick={() => onSelect(participant.roomId)}>
        <b>
          <span className="numbers">{place}.</span> {room}
        </b>
        <small className="numbers">
          <HandIcon size={13} />{' '}
          {t('hand.since', { time: formatTimeWithSeconds(instantOf(participant.handRaisedAt ?? '')) })}
        </small>
      </button>
      {mayAct && (
        <span className={classes.handActs}>
          <Button
            size="compact-sm"
            variant="default"
            loading={pending === 'floor'}
            aria-label={t('act.of', { act: t('act.floor'), room })}
            onClick={() => acts.run('floor', participant.roomId)}
          >
            {t('act.floor')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('act.of', { act: t('hand.lower'), room })}
            onClick={() => void lower()}
          >
            {t('hand.lower')}
          </Button>
        </span>
      )}
    </li>
  );
}
