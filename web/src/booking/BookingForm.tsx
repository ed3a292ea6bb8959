import { Alert, Button, Checkbox, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState, type SubmitEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { briefingsKey, changeBriefing, createBriefing, type Reach } from '../api/briefings';
import { ApiError, isStale } from '../api/problem';
import type { Briefing, BriefingStatus } from '../api/types';
import { useHasRole } from '../app/session';
import { t } from '../i18n/language';
import { dayOf, formatSpan, formatSpanWithDay, instantOf } from '../time/time';
import { Failure, useTabTitle } from '../ui/page';
import { say } from '../ui/toast';
import { PresetBar } from '../presets/PresetBar';
import { BookingFields } from './BookingFields';
import { CheckPanel, type CheckState } from './CheckPanel';
import classes from './booking.module.css';
import {
  allRoomIds,
  checkOf,
  errorsOf,
  loweredRooms,
  requestOf,
  withLowered,
  withoutLowered,
  withTimes,
  type Draft,
  type FieldErrors,
} from './draft';
import { LoweredRooms } from './LoweredRooms';
import { RoomPicker } from './RoomPicker';
import { useCheck } from './useCheck';
import { useDraft } from './useDraft';

interface BookingFormProps {
  title: string;
  draftKey: string;
  initial: () => Draft;
  editing?: Briefing;
  /** Which sessions of a series are changed. */
  reach?: Reach;
  onRefresh?: () => void;
  /** What it was begun with, and what is still asked. */
  hint?: string;
}

export function BookingForm({ title, draftKey, initial, editing, reach, onRefresh, hint }: BookingFormProps) {
  useTabTitle(title);
  const { draft, setDraft, restored, forget } = useDraft(draftKey, initial);
  const [problem, setProblem] = useState<unknown>(null);
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [overwriteEdited, setOverwriteEdited] = useState(false);
  const whole = useMemo(() => (reach ? { ...reach, overwriteEdited } : undefined), [reach, overwriteEdited]);
  const form = useRef<HTMLFormElement>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const approves = useHasRole('approver');

  const checked = useCheck(checkOf(draft), editing?.id, whole);
  const state = stateAfter(problem, draft, checked.state);
  const busyRooms = useMemo(() => busyOf(state), [state]);
  const errors = mergeErrors(submitted ? errorsOf(draft) : {}, checked.errors, problem, submitted);

  const edit = (change: (draft: Draft) => Draft) => {
    setProblem(null);
    setDraft(change);
  };
  const leaveOut = (out: Set<string>) =>
    edit((before) => ({ ...before, roomIds: before.roomIds.filter((id) => !out.has(id)) }));

  /** @param competes Rooms held by what only waits are asked for all the same. */
  const submit = async (competes = false) => {
    setSubmitted(true);
    const filled = requestOf(draft);
    const request = filled && { ...filled, competes };
    if (!request || Object.keys(errorsOf(draft)).length > 0) {
      focusFirstError(form.current);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const { id, status } = editing
        ? await changeBriefing(editing.id, editing.version, request, whole)
        : await createBriefing(request);
      forget();
      say('done', doneText(Boolean(editing), status, request.title));
      await client.invalidateQueries({ queryKey: briefingsKey });
      await navigate(`/briefings/${id}`);
    } catch (failure) {
      setProblem(failure);
      focusFirstError(form.current);
    } finally {
      setBusy(false);
    }
  };

  const stale = isStale(problem);
  const errorCount = Object.keys(errors).length;
  return (
    <form
      ref={form}
      className={classes.form}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void submit();
      }}
      noValidate
    >
      <div className={classes.head}>
        <h1>{title}</h1>
        {reach && (
          <SeriesHint
            reach={reach}
            editing={editing}
            overwrite={overwriteEdited}
            onOverwrite={setOverwriteEdited}
          />
        )}
        {!editing && <PresetBar draft={draft} edit={edit} />}
        {hint && !restored && (
          <Alert color="blue" variant="light" p="xs" data-testid="copy-hint">
            {hint}
          </Alert>
        )}
        {restored && (
          <Alert color="yellow" variant="light" p="xs" className={classes.restored ?? ''}>
            <Group gap="sm">
              {t('booking.restored')}
              <Button size="compact-sm" variant="default" onClick={() => forget(initial())}>
                {t('booking.discard')}
              </Button>
            </Group>
          </Alert>
        )}
      </div>
      <div className={classes.columns}>
        <BookingFields
          draft={draft}
          errors={errors}
          edit={edit}
          mayRepeat={reach?.scope !== 'this'}
          notes={editing?.may.readTechnicianNote ?? true}
          own={reach?.occurrenceId ?? editing?.occurrences[0]?.id ?? null}
        />
        <RoomPicker
          chosen={draft.roomIds}
          chairRoomId={draft.chairRoomId}
          optional={draft.optionalIds}
          onOptional={(optionalIds) => edit((before) => ({ ...before, optionalIds }))}
          groups
          busy={busyRooms}
          error={errors.roomIds}
          onChange={(roomIds) => edit((before) => ({ ...before, roomIds }))}
        />
      </div>
      <div className={classes.foot}>
        {stale ? (
          <Alert color="red" variant="light" role="alert">
            <Group gap="sm">
              <span className={classes.ink}>{t('booking.stale')}</span>
              <Button
                size="compact-md"
                variant="default"
                onClick={() => {
                  setProblem(null);
                  onRefresh?.();
                }}
              >
                {t('booking.openNew')}
              </Button>
            </Group>
          </Alert>
        ) : (
          problem !== null && !isClash(problem) && <Failure error={problem} />
        )}
        <LoweredRooms
          rooms={loweredRooms(draft)}
          error={errors.loweredRooms}
          onLift={(roomId) => edit((before) => withoutLowered(before, roomId))}
        />
        <CheckPanel
          state={state}
          chairRoomId={draft.chairRoomId}
          repeat={draft.repeat}
          onRepeat={(part) =>
            edit((before) => (before.repeat ? { ...before, repeat: { ...before.repeat, ...part } } : before))
          }
          onMove={(start, end) => edit((before) => withTimes(before, { start, end }))}
          onLeaveOut={leaveOut}
          onLower={(rooms) => edit((before) => withLowered(before, rooms))}
          onCompete={draft.repeat || reach ? undefined : () => void submit(true)}
        />
        <Group gap="sm">
          <Button type="submit" size="md" loading={busy}>
            {editing ? t('booking.submitEdit') : approves ? t('booking.submitApproved') : t('booking.submit')}
          </Button>
          <Button
            component={Link}
            to={editing ? `/briefings/${editing.id}` : '/calendar'}
            size="md"
            variant="default"
            onClick={() => forget()}
          >
            {t('do.cancel')}
          </Button>
          {submitted && errorCount > 0 && (
            <span role="alert" className={classes.bad}>
              {t('booking.fixFirst', { n: errorCount })}
            </span>
          )}
          {editing && !approves && <span className={classes.soft}>{t('booking.editAsksAgain')}</span>}
        </Group>
      </div>
    </form>
  );
}

interface SeriesHintProps {
  reach: Reach;
  editing: Briefing | undefined;
  overwrite: boolean;
  onOverwrite: (overwrite: boolean) => void;
}

/** Says which sessions are being changed, and asks about those that were changed by themselves. */
function SeriesHint({ reach, editing, overwrite, onOverwrite }: SeriesHintProps) {
  const pivot = editing?.occurrences.find((one) => one.id === reach.occurrenceId);
  const edited = editing?.occurrences.filter(
    (one) =>
      one.edited && !one.begun && (reach.scope === 'all' || (one.ruleDay ?? '') >= (pivot?.ruleDay ?? '')),
  );
  return (
    <Group gap="md">
      <span className={classes.soft}>{t(`series.editing.${reach.scope}` as 'series.editing.all')}</span>
      {reach.scope !== 'this' && edited && edited.length > 0 && (
        <Checkbox
          label={t('series.overwrite', { n: edited.length })}
          checked={overwrite}
          onChange={(event) => onOverwrite(event.currentTarget.checked)}
        />
      )}
    </Group>
  );
}

const isClash = (problem: unknown): problem is ApiError =>
  problem instanceof ApiError && (problem.code === 'clash' || problem.code === 'capacity');

/** A refusal by the booking itself counts as the newest check. */
function stateAfter(problem: unknown, draft: Draft, state: CheckState): CheckState {
  const request = requestOf(draft);
  if (!isClash(problem) || !request) return state;
  return {
    kind: 'known',
    check: {
      people: state.kind === 'known' ? state.check.people : [],
      clashes: problem.clashes,
      nextFree: problem.nextFree,
      dates: problem.dates,
      waived: [],
      unfitRooms: problem.unfit,
      shortages: problem.shortages,
      relief: problem.relief,
    },
    rooms: allRoomIds(draft).length,
    start: instantOf(request.start),
    end: instantOf(request.end),
  };
}

function busyOf(state: CheckState): Map<string, string> {
  if (state.kind !== 'known') return new Map();
  // Of a series it may be another day than the one in the form.
  const span = (start: number, end: number) =>
    dayOf(start) === dayOf(state.start) ? formatSpan(start, end) : formatSpanWithDay(start, end);
  const unfit = state.check.unfitRooms.map((room): [string, string] => [room.roomId, room.reason]);
  return new Map([
    ...[...state.check.clashes, ...state.check.waived].map((clash): [string, string] => [
      clash.roomId,
      t('booking.roomBusy', {
        time: span(instantOf(clash.start), instantOf(clash.end)),
        title: clash.title,
      }),
    ]),
    ...unfit,
  ]);
}

/** Messages by field: our own, then those of the check, then those of the refused booking. */
function mergeErrors(
  own: FieldErrors,
  checked: Record<string, string[]>,
  problem: unknown,
  submitted: boolean,
): FieldErrors {
  const refused = problem instanceof ApiError ? problem.errors : {};
  const merged: Record<string, string> = {};
  for (const [field, texts] of [...Object.entries(checked), ...Object.entries(refused)]) {
    // An untouched title or chair is no mistake yet.
    if (!submitted && (field === 'title' || field === 'chairRoomId' || field === 'roomIds')) continue;
    if (texts.length > 0) merged[field] = texts.join(' ');
  }
  return { ...merged, ...own };
}

function focusFirstError(form: HTMLFormElement | null): void {
  // After the messages have been drawn.
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

function doneText(edited: boolean, status: BriefingStatus, title: string): string {
  if (edited) return t('booking.doneEdit');
  return status === 'approved' ? t('booking.doneApproved', { title }) : t('booking.donePending', { title });
}
