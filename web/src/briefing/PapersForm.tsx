import { Button, Group, Select, Stack, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { briefingKey, briefingsKey, changePapers } from '../api/briefings';
import { ApiError } from '../api/problem';
import type { Briefing } from '../api/types';
import { AgendaEditor } from '../booking/AgendaEditor';
import { dossierDraftOf, papersRequestOf, type DossierDraft } from '../booking/dossier';
import { Links } from '../booking/DossierFields';
import type { FieldErrors } from '../booking/draft';
import { t } from '../i18n/language';
import { instantOf } from '../time/time';
import { spanWithWeekday } from '../time/weekday';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import classes from './briefing.module.css';

const whole = 'whole';

/** Whose agenda one may keep: that of all sessions, and of a series those of each session that names one as secretary. */
const choicesOf = ({ may, series, occurrences }: Briefing) => [
  ...(may.papers ? [{ value: whole, label: t('papers.whole') }] : []),
  ...(series ? occurrences.filter((one) => may.leads.includes(one.id)) : []).map((one) => ({
    value: one.id,
    label: spanWithWeekday(instantOf(one.start), instantOf(one.end)),
  })),
];

export const mayKeepPapers = (briefing: Briefing): boolean => choicesOf(briefing).length > 0;

/** Agenda and links, changed without the rest of the booking: by who books, and by whoever is named secretary. */
export function PapersForm({ briefing, onDone }: { briefing: Briefing; onDone: () => void }) {
  const choices = choicesOf(briefing);
  const [of, setOf] = useState(choices[0]?.value ?? whole);
  const [changed, setChanged] = useState(false);
  const [reloads, setReloads] = useState(0);
  const reload = () => {
    setChanged(false);
    setReloads(reloads + 1);
  };
  return (
    <Stack key={reloads} gap="sm" data-testid="papers" ref={focusFirst}>
      <Title order={2} size="h4">
        {t('papers.title')}
      </Title>
      <p className={classes.soft}>{t('papers.hint')}</p>
      {choices.length > 1 && (
        <Select
          label={t('papers.of')}
          w={320}
          allowDeselect={false}
          searchable
          openOnFocus={false}
          disabled={changed}
          description={changed && t('papers.ofLocked')}
          data={choices}
          value={of}
          onChange={(next) => next !== null && setOf(next)}
        />
      )}
      <Editor
        key={of}
        briefing={briefing}
        of={of}
        onChange={() => setChanged(true)}
        onReload={reload}
        onDone={onDone}
      />
    </Stack>
  );
}

const focusFirst = (form: HTMLElement | null) => form?.querySelector<HTMLElement>('input, button')?.focus();

interface EditorProps {
  briefing: Briefing;
  of: string;
  onChange: () => void;
  /** The papers as they are by now, without what is not saved. */
  onReload: () => void;
  onDone: () => void;
}

function Editor({ briefing, of, onChange, onReload, onDone }: EditorProps) {
  const client = useQueryClient();
  const session = briefing.occurrences.find((one) => one.id === of);
  const [version] = useState(briefing.version);
  const [draft, setDraft] = useState(() => dossierDraftOf(session?.dossier ?? briefing.dossier));
  const { busy, problem, run } = useSubmit(briefingKey(briefing.id));
  const errors = problem instanceof ApiError ? inDossier(problem) : {};
  const change = (part: Partial<DossierDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    onChange();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(true, async () => {
      await changePapers(briefing.id, {
        version,
        occurrenceId: session?.id ?? null,
        ...papersRequestOf(draft),
      });
      say('done', t('papers.saved'));
      onDone();
      await client.invalidateQueries({ queryKey: briefingsKey });
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {problem !== null && Object.keys(errors).length === 0 && (
          <Failure error={problem} reload={onReload} />
        )}
        <AgendaEditor
          agenda={draft.agenda}
          rooms={briefing.rooms}
          errors={errors}
          onChange={(agenda) => change({ agenda })}
        />
        <Title order={3} size="h5">
          {t('dossier.links')}
        </Title>
        <Links links={draft.links} errors={errors} onChange={(links) => change({ links })} />
        <Group>
          <Button type="submit" loading={busy}>
            {t('do.save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What the server says of a line, at the names the editors know it by. */
const inDossier = (problem: ApiError): FieldErrors =>
  Object.fromEntries(
    Object.entries(problem.errors).map(([field, told]) => [`dossier.${field}`, told.join(' ')]),
  );
