import { Button, Group, Modal, Paper, Radio, Stack, Switch, Textarea, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { briefingsKey, cancelBriefing } from '../api/briefings';
import { useRooms } from '../api/rooms';
import type { Briefing, BriefingSession, ChangeScope, Series } from '../api/types';
import { repeatOf, sentenceOf } from '../booking/repeat';
import { standingOf, StatusMark } from '../calendar/status';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatDay, formatTime, instantOf } from '../time/time';
import { spanWithWeekday } from '../time/weekday';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { ownRates, ratesText } from './rates';
import classes from './briefing.module.css';

/** The rule of a series in words, among the facts of its briefing. */
export function SeriesRule({ series }: { series: Series }) {
  const [start, end] = [instantOf(series.start), instantOf(series.end)];
  return (
    <>
      <dt>{t('series.rule')}</dt>
      <dd>
        <b className="numbers">
          {sentenceOf(repeatOf(series), dayOf(start))}, {formatTime(start)}–{formatTime(end)}
        </b>
      </dd>
    </>
  );
}

interface Asked {
  act: 'edit' | 'cancel';
  session: BriefingSession;
}

const dayText = (session: BriefingSession): string => formatDay(dayOf(instantOf(session.start)));

/** The sessions of a series, with what can be done to one, to it and the following, or to all. */
export function Sessions({ briefing }: { briefing: Briefing }) {
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const now = serverNow();
  // A session may have rooms its briefing has not.
  const rooms = [...briefing.rooms, ...(useRooms().data ?? [])];
  const shortNames = new Map(rooms.map((room) => [room.id, room.shortName]));
  const shown = briefing.occurrences.filter(
    (one) => all || (instantOf(one.end) > now && one.status !== 'cancelled'),
  );
  return (
    <Paper withBorder p="lg" mt="lg">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('series.sessions', { n: shown.length })}
        </Title>
        <Switch
          label={t('series.showPast')}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </Group>
      <div
        className={classes.sessions}
        tabIndex={0}
        role="region"
        aria-label={t('series.sessions', { n: shown.length })}
      >
        <table className={classes.table}>
          <tbody>
            {shown.map((one) => (
              <SessionRow
                key={one.id}
                session={one}
                briefing={briefing}
                shortNames={shortNames}
                ask={setAsked}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        closeButtonProps={{ 'aria-label': t('do.close') }}
        title={asked?.act === 'edit' ? t('series.askEdit') : t('series.askCancel')}
      >
        {asked && <ScopeForm asked={asked} briefing={briefing} onDone={() => setAsked(null)} />}
      </Modal>
    </Paper>
  );
}

interface SessionRowProps {
  session: BriefingSession;
  briefing: Briefing;
  shortNames: ReadonlyMap<string, string>;
  ask: (asked: Asked) => void;
}

function SessionRow({ session, briefing, shortNames, ask }: SessionRowProps) {
  const [start, end] = [instantOf(session.start), instantOf(session.end)];
  const open = !session.begun && session.status !== 'cancelled';
  const rates = ownRates(session, briefing);
  const marks = [
    session.title,
    session.edited && session.status !== 'cancelled' && t('series.edited'),
    session.ruleDay &&
      session.ruleDay !== dayOf(start) &&
      t('series.movedFrom', { day: formatDay(session.ruleDay) }),
    session.defective && t('series.defectiveHint'),
    session.withoutRoomIds.length > 0 && t('briefing.without', { rooms: namesOf(session, briefing) }),
    rates && ratesText(rates, shortNames),
  ].filter(Boolean);
  return (
    <tr data-testid="session">
      <th scope="row" className="numbers">
        {spanWithWeekday(start, end)}
      </th>
      <td>
        <StatusMark standing={standingOf(session.status, session.phase, session.defective)} />
      </td>
      <td className={classes.marks}>{marks.join(' · ')}</td>
      <td className={classes.right}>
        <Group gap={6} justify="flex-end" wrap="nowrap" className="no-print">
          {open && briefing.may.edit && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('series.editOne', { day: dayText(session) })}
              onClick={() => ask({ act: 'edit', session })}
            >
              {t('do.edit')}
            </Button>
          )}
          {open && briefing.may.cancel && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('series.cancelOne', { day: dayText(session) })}
              onClick={() => ask({ act: 'cancel', session })}
            >
              {t('series.cancelShort')}
            </Button>
          )}
        </Group>
      </td>
    </tr>
  );
}

/** The rooms a session is held without, by their short names. */
const namesOf = (session: BriefingSession, briefing: Briefing): string =>
  briefing.rooms
    .filter((room) => session.withoutRoomIds.includes(room.id))
    .map((room) => room.shortName)
    .join(', ');

interface ScopeFormProps {
  asked: Asked;
  briefing: Briefing;
  onDone: () => void;
}

/** This session, this and the following, or all: asked before anything is changed. */
function ScopeForm({ asked, briefing, onDone }: ScopeFormProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [scope, setScope] = useState<ChangeScope>('this');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { act, session } = asked;

  const submit = async () => {
    if (act === 'edit') {
      await navigate(`/briefings/${briefing.id}/edit?scope=${scope}&session=${session.id}`);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await cancelBriefing(briefing.id, reason.trim(), { scope, occurrenceId: session.id });
      say('done', t('briefing.cancelled', { title: briefing.title }));
      onDone();
      await client.invalidateQueries({ queryKey: briefingsKey });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem !== null && <Failure error={problem} />}
      <Radio.Group
        aria-label={act === 'edit' ? t('series.askEdit') : t('series.askCancel')}
        value={scope}
        onChange={(value) => setScope(value)}
      >
        <Stack gap="xs">
          <Radio value="this" label={t('series.scope.this', { day: dayText(session) })} data-autofocus />
          <Radio value="following" label={t('series.scope.following')} />
          <Radio value="all" label={t('series.scope.all')} />
        </Stack>
      </Radio.Group>
      {act === 'cancel' && (
        <Textarea
          mt="md"
          label={`${t('briefing.cancelReason')} (${t('word.optional')})`}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onDone}>
          {t('do.cancel')}
        </Button>
        <Button type="submit" color={act === 'cancel' ? 'red' : undefined} loading={busy}>
          {act === 'edit' ? t('series.next') : t('briefing.cancelDo')}
        </Button>
      </Group>
    </form>
  );
}
