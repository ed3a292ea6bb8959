import { Switch } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { treatRoom } from '../api/live';
import type { BoardParticipant, SoundTreatment } from '../api/types';
import { t } from '../i18n/language';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import classes from './board.module.css';

interface TreatmentProps {
  participant: BoardParticipant;
  conferenceId: string;
}

/** What the bridge may do to a room's sound by itself, to be switched for this session. What it does is among the figures. */
export function Treatment({ participant, conferenceId }: TreatmentProps) {
  const [busy, setBusy] = useState(false);
  const treat = async (change: Partial<SoundTreatment>) => {
    setBusy(true);
    try {
      await treatRoom(conferenceId, participant.roomId, change);
    } catch (error) {
      say('failed', t('act.failedPlain', { reason: errorText(error) }));
    }
    setBusy(false);
  };
  const { automaticGain, noiseGate } = participant.treatment;
  return (
    <fieldset className={classes.treatment} aria-busy={busy} data-testid="treatment">
      <legend>{t('treatment.title')}</legend>
      <Switch
        label={t('treatment.gain')}
        checked={automaticGain}
        onChange={(event) => void treat({ automaticGain: event.currentTarget.checked })}
      />
      <Switch
        label={t('treatment.gate')}
        checked={noiseGate}
        onChange={(event) => void treat({ noiseGate: event.currentTarget.checked })}
      />
      <small>
        {t('treatment.forSession')}{' '}
        {!participant.guest && <Link to={`/rooms?edit=${participant.roomId}`}>{t('treatment.ofRoom')}</Link>}
      </small>
    </fieldset>
  );
}
