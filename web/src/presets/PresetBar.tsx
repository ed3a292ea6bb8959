import { Alert, Button, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { getBriefing } from '../api/briefings';
import { getLatest, getTemplate, useTemplates } from '../api/presets';
import { filledFrom, sketchOf, type Draft } from '../booking/draft';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { dayOf, formatDay, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import classes from './presets.module.css';

interface PresetBarProps {
  draft: Draft;
  edit: (change: (draft: Draft) => Draft) => void;
}

/** Fills a form from what was before: as last time, or from a template. Says what it did, and takes it back. */
export function PresetBar({ draft, edit }: PresetBarProps) {
  const templates = useTemplates().data ?? [];
  const [busy, setBusy] = useState(false);
  const [filled, setFilled] = useState<{ text: string; before: Draft } | null>(null);
  const asks = draft.title.trim() !== '' || draft.dossier.hostUnitId !== null;

  const fill = async (work: () => Promise<{ text: string; fill: (draft: Draft) => Draft }>) => {
    setBusy(true);
    try {
      const done = await work();
      setFilled({ text: done.text, before: draft });
      edit(done.fill);
    } catch (error) {
      say('failed', errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const asLastTime = () =>
    void fill(async () => {
      const latest = await getLatest(draft.title.trim(), draft.dossier.hostUnitId);
      const sketch = sketchOf(await getBriefing(latest.id));
      return {
        text: t('last.filled', { title: latest.title, day: formatDay(dayOf(instantOf(latest.start))) }),
        // How it is repeated is said anew: last time it may have been one of a series.
        fill: (before) => ({ ...filledFrom(before, sketch), repeat: before.repeat ?? null }),
      };
    });
  const fromTemplate = (id: string) =>
    void fill(async () => {
      const { preset, sketch } = await getTemplate(id);
      return {
        text: t('template.filled', { name: preset.name }),
        fill: (before) => (sketch ? filledFrom(before, sketch) : before),
      };
    });
  return (
    <>
      <Group gap="sm" align="center">
        <Button
          variant="default"
          loading={busy}
          title={asks ? t('last.hint') : t('last.needTitle')}
          disabled={!asks}
          onClick={asLastTime}
        >
          {t('last.do')}
        </Button>
        {templates.length > 0 && (
          <Select
            aria-label={t('template.pick')}
            placeholder={t('template.pick')}
            searchable
            selectFirstOptionOnChange
            nothingFoundMessage={t('template.none')}
            w={220}
            value={null}
            data={templates.map((one) => ({ value: one.id, label: one.name }))}
            filter={({ options, search }) =>
              options.filter((option) => 'label' in option && matches(search, option.label))
            }
            onChange={(id) => {
              if (id) fromTemplate(id);
            }}
          />
        )}
        <Link to="/presets">{t('presets.link')}</Link>
      </Group>
      {filled && (
        <Alert color="blue" variant="light" p="xs" role="status" data-testid="filled">
          <span className={classes.filled}>
            {filled.text}
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                edit(() => filled.before);
                setFilled(null);
              }}
            >
              {t('fill.undo')}
            </Button>
          </span>
        </Alert>
      )}
    </>
  );
}
