import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { briefingKey, getBriefing } from '../api/briefings';
import type { Occurrence, Slot } from '../api/types';
import { useHasRole } from '../app/session';
import { clashSentence, groupClashes, roomList, type ClashGroup } from '../booking/clashes';
import { useCheck } from '../booking/useCheck';
import { t } from '../i18n/language';
import { formatSpanWithDay, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { distinctPeople, personSentence } from '../booking/people';
import { reliefSentences, shortageSentence } from '../booking/shortages';
import type { LocalClash } from './clashesAt';
import { reachOf, requestAt } from './move';
import type { Span } from './scale';
import classes from './timeline.module.css';
import type { Gesture } from './useGesture';

interface ConsequencesProps {
  gesture: Gesture;
  clashes: readonly LocalClash[];
  shortNames: ReadonlyMap<string, string>;
  saving: boolean;
  onSave: (span: Span) => void;
  onAbandon: () => void;
}

/** What would come of letting go here, said while one drags; and the ways out where it cannot stay. */
export function Consequences(props: ConsequencesProps) {
  const { gesture, clashes, shortNames } = props;
  if (gesture.kind === 'move') return <MoveConsequences {...props} gesture={gesture} />;
  const names = gesture.roomIds.map((id) => shortNames.get(id) ?? '');
  const what = t('timeline.booking', {
    time: formatSpanWithDay(gesture.span.start, gesture.span.end),
    rooms: roomList(names),
  });
  return (
    <Strip bad={clashes.length > 0}>
      <b>{what}</b>
      <ClashLines groups={atFirstSight(clashes, shortNames)} />
    </Strip>
  );
}

function MoveConsequences({
  gesture,
  clashes,
  shortNames,
  saving,
  onSave,
  onAbandon,
}: ConsequencesProps & { gesture: Extract<Gesture, { kind: 'move' }> }) {
  const { one, span } = gesture;
  const approves = useHasRole('approver');
  const checked = useMoveCheck(one, span);
  const state = checked.state;
  const known = state.kind === 'known' ? state.check : null;
  const groups = known ? groupClashes(known.clashes, shortNames) : atFirstSight(clashes, shortNames);
  const wrong = Object.values(checked.errors).flat();
  const thin = known?.shortages ?? [];
  const free = known !== null && groups.length === 0 && wrong.length === 0 && thin.length === 0;
  return (
    <Strip bad={groups.length > 0 || wrong.length > 0 || thin.length > 0}>
      <b>{t('timeline.moving', { title: one.title, time: formatSpanWithDay(span.start, span.end) })}</b>
      {one.recurring && <span>{t('timeline.onlyThis')}</span>}
      {state.kind === 'busy' && groups.length === 0 && (
        <span>
          <Loader size={13} /> {t('check.busy')}
        </span>
      )}
      {state.kind === 'failed' && <span>{errorText(state.error)}</span>}
      {wrong.length > 0 && <span>{wrong.join(' ')}</span>}
      <ClashLines groups={groups} />
      {thin.slice(0, shownLines).map((shortage) => (
        <span key={shortage.lineId ?? 'ports'}>✕ {shortageSentence(shortage)}</span>
      ))}
      {reliefSentences(known?.relief, shortNames).map((way) => (
        <span key={way}>{way}</span>
      ))}
      {distinctPeople(known?.people ?? [])
        .slice(0, shownLines)
        .map((clash) => (
          <span key={`${clash.person} ${clash.occurrenceId}`}>⚠ {personSentence(clash)}</span>
        ))}
      {free && <span>✓ {t('timeline.free')}</span>}
      {one.status === 'approved' && !approves && <span>▲ {t('timeline.asksAgain')}</span>}
      <span className={classes.ways}>
        {known?.nextFree && <NextFree slot={known.nextFree} disabled={saving} onTake={onSave} />}
        <Button
          size="compact-sm"
          loading={saving}
          disabled={!free}
          onClick={() => onSave(span)}
          title={t('timeline.saveKey')}
        >
          {t('timeline.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onAbandon} title={t('timeline.abandonKey')}>
          {t('timeline.abandon')}
        </Button>
      </span>
    </Strip>
  );
}

function useMoveCheck(one: Occurrence, span: Span) {
  const briefing = useQuery({
    queryKey: briefingKey(one.briefingId),
    queryFn: () => getBriefing(one.briefingId),
    staleTime: 10_000,
  }).data;
  const request = useMemo(
    () => (briefing ? requestAt(briefing, one.id, span) : null),
    [briefing, one.id, span],
  );
  const reach = useMemo(() => (briefing ? reachOf(briefing, one.id) : undefined), [briefing, one.id]);
  return useCheck(request, one.briefingId, reach);
}

function NextFree({
  slot,
  disabled,
  onTake,
}: {
  slot: Slot;
  disabled: boolean;
  onTake: (span: Span) => void;
}) {
  const span = { start: instantOf(slot.start), end: instantOf(slot.end) };
  return (
    <Button size="compact-sm" disabled={disabled} onClick={() => onTake(span)}>
      {t('check.nextFree', { time: formatSpanWithDay(span.start, span.end) })}
    </Button>
  );
}

const shownLines = 2;

function ClashLines({ groups }: { groups: readonly ClashGroup[] }) {
  return (
    <>
      {groups.slice(0, shownLines).map((group) => (
        <span key={group.occurrenceId}>✕ {clashSentence(group)}</span>
      ))}
      {groups.length > shownLines && (
        <span>{t('timeline.moreClashes', { n: groups.length - shownLines })}</span>
      )}
    </>
  );
}

function atFirstSight(clashes: readonly LocalClash[], shortNames: ReadonlyMap<string, string>): ClashGroup[] {
  return clashes.map(({ other, roomIds }) => ({
    briefingId: other.briefingId,
    occurrenceId: other.id,
    title: other.title,
    start: instantOf(other.start),
    end: instantOf(other.end),
    status: other.status,
    setUpMinutes: other.setUpMinutes,
    roomIds,
    roomNames: roomIds.map((id) => shortNames.get(id) ?? ''),
  }));
}

function Strip({ bad, children }: { bad: boolean; children: ReactNode }) {
  return (
    <div className={classes.strip} data-bad={bad} role="status" data-testid="consequences">
      {children}
    </div>
  );
}
