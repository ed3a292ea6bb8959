import { Paper, Title } from '@mantine/core';
import { totalMinutes } from '../booking/dossier';
import type { AgendaItem, Briefing } from '../api/types';
import { t } from '../i18n/language';
import classes from './briefing.module.css';

/** The agenda in the order of the speakers, as everybody may read it. */
export function Agenda({ briefing }: { briefing: Briefing }) {
  const { agenda } = briefing.dossier;
  const session = briefing.occurrences[0];
  if (agenda.length === 0) return null;
  const minutes = totalMinutes(agenda);
  return (
    <Paper withBorder p="lg" mt="lg" data-testid="agenda">
      <Title order={2} size="h4" mb="xs">
        {t('dossier.agenda')}
      </Title>
      {briefing.series && <p className={classes.soft}>{t('agenda.whole')}</p>}
      <ol className={classes.agenda}>
        {agenda.map((item, index) => (
          <li
            key={index}
            aria-current={!briefing.series && session?.agendaPoint === index ? 'step' : undefined}
          >
            <AgendaLine item={item} rooms={briefing.rooms} />
          </li>
        ))}
      </ol>
      {minutes > 0 && <p className={classes.soft}>{t('agenda.total', { n: minutes })}</p>}
    </Paper>
  );
}

interface AgendaLineProps {
  item: AgendaItem;
  rooms: readonly { id: string; shortName: string }[];
}

/** One point: what, who, from where, how long. */
export function AgendaLine({ item, rooms }: AgendaLineProps) {
  const room = rooms.find((one) => one.id === item.roomId)?.shortName;
  const facts = [
    item.topic && item.speaker,
    room,
    item.minutes !== null && t('word.minutes', { n: item.minutes }),
  ].filter(Boolean);
  return (
    <>
      <b>{item.topic || item.speaker}</b>
      {facts.length > 0 && <span className={classes.soft}> – {facts.join(' · ')}</span>}
    </>
  );
}
