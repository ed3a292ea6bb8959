import { Button } from '@mantine/core';
import { answerHelp } from '../api/live';
import type { BoardParticipant } from '../api/types';
import { t } from '../i18n/language';
import { hasCall } from '../live/acts';
import { usePending, type Acts } from '../live/useActs';
import { serverNow, useSecond } from '../time/clock';
import { formatTime, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import classes from './board.module.css';
import { Shape } from './Shape';
import { lookOf, stateWord, toneOf, whyText } from './tileState';

interface AlarmPanelProps {
  alarms: BoardParticipant[];
  conferenceId: string;
  acts: Acts;
  mayAct: (roomId: string) => boolean;
  onSelect: (roomId: string) => void;
}

/** Rooms that need someone, the most urgent first, each with its reason and the next act. */
export function AlarmPanel({ alarms, conferenceId, acts, mayAct, onSelect }: AlarmPanelProps) {
  return (
    <section
      className={classes.panel}
      data-whole={alarms.length === 0}
      aria-label={t('alarm.title', { n: alarms.length })}
      data-testid="alarms"
    >
      <div className={classes.panelHead}>
        <h2>{t('alarm.title', { n: alarms.length })}</h2>
      </div>
      {alarms.length === 0 ? (
        <p className={classes.none}>{t('alarm.none')}</p>
      ) : (
        <ul className={classes.alarms}>
          {alarms.map((participant) => (
            <AlarmLine
              key={participant.roomId}
              participant={participant}
              conferenceId={conferenceId}
              acts={acts}
              mayAct={mayAct(participant.roomId)}
              onSelect={onSelect}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface AlarmLineProps extends Omit<AlarmPanelProps, 'alarms' | 'mayAct'> {
  participant: BoardParticipant;
  mayAct: boolean;
}

function AlarmLine({ participant, conferenceId, acts, mayAct, onSelect }: AlarmLineProps) {
  useSecond();
  const pending = usePending(acts, participant.roomId);
  const look = lookOf(participant, false);
  const why = participant.helpWantedAt ? t('help.mark') : whyText(participant);
  const since = participant.helpWantedAt ?? participant.since;
  const seen = () =>
    answerHelp(conferenceId, participant.roomId).catch((error: unknown) =>
      say('failed', t('act.failedPlain', { reason: errorText(error) })),
    );
  return (
    <li>
      <button type="button" className={classes.alarmName} onClick={() => onSelect(participant.roomId)}>
        <b>{participant.shortName}</b>
        <small data-tone={toneOf[look]}>
          <Shape look={look} size={12} /> {why && `${why} · `}
          {stateWord(participant, look, serverNow())}
        </small>
        <small className="numbers">{t('alarm.since', { time: formatTime(instantOf(since)) })}</small>
      </button>
      {mayAct && participant.helpWantedAt && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('act.of', { act: t('help.answer'), room: participant.shortName })}
          onClick={() => void seen()}
        >
          {t('help.answer')}
        </Button>
      )}
      {mayAct && !hasCall(participant) && (
        <Button
          size="compact-sm"
          variant="default"
          loading={pending === 'call'}
          aria-label={t('act.of', { act: t('act.call'), room: participant.shortName })}
          onClick={() => acts.run('call', participant.roomId)}
        >
          {t('act.call')}
        </Button>
      )}
    </li>
  );
}
