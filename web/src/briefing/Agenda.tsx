import { Button, Group, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import { totalMinutes } from '../booking/dossier';
import type { AgendaItem, Briefing } from '../api/types';
import { t } from '../i18n/language';
import { EditIcon } from '../ui/icons';
import classes from './briefing.module.css';
import { mayKeepPapers, PapersForm } from './PapersForm';

/** The agenda in the order of the speakers, as everybody may read it; who may keep it changes it here. */
export function Agenda({ briefing }: { briefing: Briefing }) {
  const { agenda } = briefing.dossier;
  const session = briefing.occurrences[0];
  const [state, setState] = useState<'read' | 'editing' | 'edited'>('read');
  const mayEdit = mayKeepPapers(briefing);
  if (agenda.length === 0 && !mayEdit) return null;
  if (state === 'editing')
    return (
      <Paper withBorder p="lg" mt="lg">
        <PapersForm briefing={briefing} onDone={() => setState('edited')} />
      </Paper>
    );
  const minutes = totalMinutes(agenda);
  return (
    <Paper withBorder p="lg" mt="lg" data-testid="agenda">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('dossier.agenda')}
        </Title>
        {mayEdit && (
          <Button
            className="no-print"
            size="compact-md"
            variant="default"
            leftSection={<EditIcon size={16} />}
            autoFocus={state === 'edited'}
            onClick={() => setState('editing')}
          >
            {t('papers.edit')}
          </Button>
        )}
      </Group>
      {agenda.length === 0 && <p className={classes.soft}>{t('papers.none')}</p>}
      {agenda.length > 0 && briefing.series && <p className={classes.soft}>{t('agenda.whole')}</p>}
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
