import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { briefingKey, getBriefing } from '../api/briefings';
import { callAgendaPoint } from '../api/live';
import type { AgendaItem } from '../api/types';
import { AgendaLine } from '../briefing/Agenda';
import { t } from '../i18n/language';
import type { Board } from '../live/reduce';
import type { Acts } from '../live/useActs';
import { serverNow, useEverySecond } from '../time/clock';
import { formatDuration, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import classes from './agenda.module.css';
import { calledPoint } from './calledPoint';

interface AgendaPanelProps {
  board: Board;
  acts: Acts;
  mayAct: boolean;
}

/** The agenda beside the tiles: who speaks now and for how long, who is next, and what technicians alone may read. */
export function AgendaPanel({ board, acts, mayAct }: AgendaPanelProps) {
  const client = useQueryClient();
  const { briefingId } = board;
  const briefing = useQuery({
    queryKey: briefingKey(briefingId),
    queryFn: () => getBriefing(briefingId),
  }).data;
  const session = briefing?.occurrences.find((one) => one.id === board.conferenceId);
  const dossier = session?.dossier ?? briefing?.dossier;
  if (!briefing || !session || !dossier) return null;
  const { agenda, technicianNote, helpNote } = dossier;
  if (agenda.length === 0 && !technicianNote && !dossier.helpWanted) return null;
  const point = session.agendaPoint;
  const call = async (next: number | null) => {
    try {
      await callAgendaPoint(board.conferenceId, next === null ? null : calledPoint(agenda, next));
      const roomId = next === null ? null : agenda[next]?.roomId;
      if (roomId && board.participants.has(roomId)) acts.run('floor', roomId);
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: briefingKey(briefingId) });
  };
  const next = point === null ? 0 : point + 1;
  return (
    <section className={classes.panel} aria-label={t('dossier.agenda')} data-testid="agenda-panel">
      {agenda.length > 0 && (
        <>
          <h2 className={classes.title}>{t('dossier.agenda')}</h2>
          <ol className={classes.list}>
            {agenda.map((item, index) => (
              <li
                key={index}
                data-state={stateOf(index, point)}
                aria-current={index === point ? 'step' : undefined}
              >
                <span>
                  <AgendaLine item={item} rooms={briefing.rooms} />
                  {index === point && session.agendaSince && (
                    <Clock since={instantOf(session.agendaSince)} minutes={item.minutes} />
                  )}
                  {index === next && <span className={classes.soft}> · {t('agenda.next')}</span>}
                </span>
                {mayAct && index !== point && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('agenda.call', { what: item.topic || (item.speaker ?? '') })}
                    onClick={() => void call(index)}
                  >
                    {t('act.floor')}
                  </Button>
                )}
              </li>
            ))}
          </ol>
          {mayAct && (
            <Button size="compact-md" mt={6} onClick={() => void call(next < agenda.length ? next : null)}>
              {next < agenda.length ? t('agenda.callNext') : t('agenda.finish')}
            </Button>
          )}
        </>
      )}
      {dossier.helpWanted && (
        <p className={classes.note}>
          <b>{t('dossier.helpWanted')}</b> {helpNote}
        </p>
      )}
      {technicianNote && (
        <p className={classes.note}>
          <b>{t('dossier.technicianNote')}</b> {technicianNote}
        </p>
      )}
    </section>
  );
}

const stateOf = (index: number, point: number | null): 'done' | 'now' | 'ahead' =>
  point === null || index > point ? 'ahead' : index === point ? 'now' : 'done';

/** How long the speaker has been speaking; red once it is longer than planned. */
function Clock({ since, minutes }: { since: number; minutes: AgendaItem['minutes'] }) {
  const seconds = useEverySecond(() => Math.max(0, Math.floor((serverNow() - since) / 1000)));
  const time = formatDuration(seconds);
  return (
    <b className={`${classes.clock ?? ''} numbers`} data-over={minutes !== null && seconds > minutes * 60}>
      {t('agenda.now')} {minutes === null ? time : t('agenda.since', { time, n: minutes })}
    </b>
  );
}
