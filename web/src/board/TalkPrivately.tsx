import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { returnRoom, talkTo } from '../api/live';
import type { BoardParticipant } from '../api/types';
import { sessionKey, useUser } from '../app/session';
import { t } from '../i18n/language';
import { errorText, fieldError } from '../ui/errorText';
import { HeadsetIcon } from '../ui/icons';
import { say } from '../ui/toast';
import { failureText, talkOf, talkText } from './aside';
import classes from './board.module.css';

interface TalkProps {
  participant: BoardParticipant;
  conferenceId: string;
}

/** One click takes the room aside, once it is known where the technician is called; another brings it back. */
export function TalkPrivately({ participant, conferenceId }: TalkProps) {
  const user = useUser();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const talk = talkOf(participant);
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      say('failed', t('act.failedPlain', { reason: errorText(error) }));
    } finally {
      setBusy(false);
    }
  };
  const begin = () =>
    user.phone ? void run(() => talkTo(conferenceId, participant.roomId)) : setAsking(true);
  return (
    <>
      {talk ? (
        <ReturnRoom participant={participant} conferenceId={conferenceId} />
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<HeadsetIcon />}
          loading={busy}
          title={t('aside.hint')}
          onClick={begin}
          data-testid="talk"
        >
          {t('aside.act')}
        </Button>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('aside.phoneTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <AskPhone participant={participant} conferenceId={conferenceId} onClose={() => setAsking(false)} />
      </Modal>
    </>
  );
}

/** Ends a talk, or calls it off while the technician's phone still rings. */
export function ReturnRoom({ participant, conferenceId }: TalkProps) {
  const talking = participant.aside?.state === 'talking';
  const act = t(talking ? 'aside.return' : 'aside.cancel');
  return (
    <Button
      size="compact-sm"
      variant="filled"
      onClick={() =>
        void returnRoom(conferenceId, participant.roomId).catch((error: unknown) =>
          say('failed', t('act.failedPlain', { reason: errorText(error) })),
        )
      }
      aria-label={t('act.of', { act, room: participant.shortName })}
      data-testid="return"
    >
      {act}
    </Button>
  );
}

function AskPhone({ participant, conferenceId, onClose }: TalkProps & { onClose: () => void }) {
  const client = useQueryClient();
  const [phone, setPhone] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await talkTo(conferenceId, participant.roomId, phone);
      await client.invalidateQueries({ queryKey: sessionKey });
      onClose();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  const wrong = fieldError(problem, 'phone') ?? (problem === null ? undefined : errorText(problem));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Text mb="sm">{t('aside.hint')}</Text>
      <TextInput
        label={t('aside.phone')}
        description={t('aside.phoneHint')}
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
        {...(wrong === undefined ? {} : { error: wrong })}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('aside.call')}
        </Button>
      </Group>
    </form>
  );
}

/** In a room's details: how far its private talk is, or why the last one came to nothing. */
export function TalkState({ participant }: { participant: BoardParticipant }) {
  const talk = talkOf(participant);
  const failure = failureText(participant);
  if (talk === null && failure === null) return null;
  return (
    <p className={classes.why} role="status" data-testid="talk-state" data-state={participant.aside?.state}>
      {talk ? talkText(talk) : failure}
    </p>
  );
}

interface TalkPanelProps {
  talks: BoardParticipant[];
  conferenceId: string;
  mayAct: (roomId: string) => boolean;
  onSelect: (roomId: string) => void;
}

/** Every room that is, or is about to be, in private: with whom, and the way back. */
export function TalkPanel({ talks, conferenceId, mayAct, onSelect }: TalkPanelProps) {
  const title = t('aside.list', { n: talks.length });
  return (
    <section className={classes.panel} aria-label={title} data-whole="true" data-testid="talks">
      <div className={classes.panelHead}>
        <h2>{title}</h2>
      </div>
      <ul className={classes.alarms}>
        {talks.map((participant) => (
          <li key={participant.roomId}>
            <button type="button" className={classes.alarmName} onClick={() => onSelect(participant.roomId)}>
              <b>{participant.shortName}</b>
              <small>
                <HeadsetIcon size={13} /> {participant.aside && talkText(participant.aside)}
              </small>
            </button>
            {mayAct(participant.roomId) && (
              <span className={classes.handActs}>
                <ReturnRoom participant={participant} conferenceId={conferenceId} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
