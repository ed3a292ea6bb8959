import { Button, Group, Loader, Modal, Stack, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askReorganisation, previewReorganisation, type Previewed } from '../api/reorganisations';
import type { Unit } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatDay } from '../time/time';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import classes from './rooms.module.css';
import { ReorganiseForm } from './ReorganiseForm';
import { ReorganisePreview } from './ReorganisePreview';
import { UnitSelect } from './UnitSelect';
import { takeFocus } from './takeFocus';
import { begun, isWhole, requestOf, type Draft } from './reorganisation';

interface ReorganiseProps {
  units: readonly Unit[];
  onClose: () => void;
}

/** Renames, merges, splits or abolishes a unit: which and what is wanted, then what goes over, then it is carried out. */
export function Reorganise({ units, onClose }: ReorganiseProps) {
  const [unitId, setUnitId] = useState<string | null>(null);
  const [isPreviewed, setIsPreviewed] = useState(false);
  const unit = units.find(({ id }) => id === unitId);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={unit ? t('reorganise.title', { name: unit.name }) : t('reorganise.open')}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <Stack gap="md">
        {!isPreviewed && <UnitSelect label={t('reorganise.unit')} value={unitId} onChange={setUnitId} />}
        {unit && <Steps key={unit.id} unit={unit} onPreviewed={setIsPreviewed} onClose={onClose} />}
      </Stack>
    </Modal>
  );
}

interface StepsProps {
  unit: Unit;
  onPreviewed: (isPreviewed: boolean) => void;
  onClose: () => void;
}

function Steps({ unit, onPreviewed, onClose }: StepsProps) {
  const client = useQueryClient();
  const look = useSubmit();
  const carry = useSubmit();
  const [draft, setDraft] = useState(() => begun('rename', dayOf(serverNow()), unit));
  const [previewed, setPreviewed] = useState<Previewed | null>(null);
  const [isBack, setIsBack] = useState(false);
  const preview = (wish: Draft) =>
    look.run(isWhole(wish), async () => {
      setDraft(wish);
      setPreviewed(await previewReorganisation(requestOf(unit, wish)));
      onPreviewed(true);
    });
  const back = () => {
    setPreviewed(null);
    setIsBack(true);
    onPreviewed(false);
  };
  const ask = ({ shown, tag }: Previewed) =>
    carry.run(true, async () => {
      const { title, from } = await askReorganisation(requestOf(unit, draft), tag);
      say(
        'done',
        shown.isToday
          ? t('reorganise.done', { title })
          : t('reorganise.put', { title, day: formatDay(from) }),
      );
      // Units are written on most pages.
      await client.invalidateQueries();
      onClose();
    });
  if (previewed === null)
    return (
      <ReorganiseForm
        unit={unit}
        draft={draft}
        onChange={setDraft}
        problem={look.problem}
        checked={look.checked}
        busy={look.busy}
        takesFocus={isBack}
        onPreview={() => void preview(draft)}
        onCancel={onClose}
      />
    );
  const problem = carry.problem ?? look.problem;
  return (
    <Stack gap="md">
      {/* The form is gone: who reads by ear goes on from here. */}
      <Title order={3} size="h4" tabIndex={-1} className={classes.spoken} ref={takeFocus}>
        {t('reorganise.previewTitle')}
      </Title>
      <ReorganisePreview
        preview={previewed.shown}
        onPlace={(id, to) => void preview({ ...draft, placed: { ...draft.placed, [id]: to } })}
      />
      <div aria-live="polite">
        {look.busy && (
          <Group gap="xs">
            <Loader size="sm" />
            {t('reorganise.previewing')}
          </Group>
        )}
      </div>
      {problem !== null && <Failure error={problem} />}
      <Group>
        <Button
          loading={carry.busy}
          disabled={look.busy || problem !== null}
          onClick={() => void ask(previewed)}
        >
          {t(previewed.shown.isToday ? 'reorganise.doNow' : 'reorganise.doLater')}
        </Button>
        {problem !== null && (
          <Button
            variant="default"
            loading={look.busy}
            onClick={() => void carry.run(true, () => preview(draft))}
          >
            {t('reorganise.previewAgain')}
          </Button>
        )}
        <Button variant="default" disabled={carry.busy} onClick={back}>
          {t('reorganise.back')}
        </Button>
      </Group>
    </Stack>
  );
}
