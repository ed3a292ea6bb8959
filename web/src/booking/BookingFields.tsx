import { Button, Group, Input, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useMemo } from 'react';
import { useRooms, useUnits } from '../api/rooms';
import { t } from '../i18n/language';
import { groupRooms } from '../rooms/groups';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { formatTime } from '../time/time';
import { TimeField } from '../ui/TimeField';
import classes from './booking.module.css';
import { DossierFields } from './DossierFields';
import { FindTime } from './FindTime';
import { RepeatFields } from './RepeatFields';
import { UrgentField } from './UrgentField';
import { parseDay } from './parseDay';
import { isOvernight, timesOf, withStart, withTimes, type Draft, type FieldErrors } from './draft';

interface BookingFieldsProps {
  draft: Draft;
  errors: FieldErrors;
  edit: (change: (draft: Draft) => Draft) => void;
  /** False while one session of a series is edited. */
  mayRepeat?: boolean;
  /** False while somebody else's note for technicians is not shown. */
  notes?: boolean;
  /** The session that is edited. */
  own?: string | null;
}

const lengths = [
  [30, 'booking.length30'],
  [60, 'booking.length60'],
  [90, 'booking.length90'],
  [120, 'booking.length120'],
  [180, 'booking.length180'],
] as const;

export function BookingFields({
  draft,
  errors,
  edit,
  mayRepeat = true,
  notes = true,
  own = null,
}: BookingFieldsProps) {
  const times = timesOf(draft);
  return (
    <Stack gap="md" className={classes.fields ?? ''}>
      <TextInput
        label={t('booking.name')}
        placeholder={t('booking.nameExample')}
        name="title"
        data-autofocus
        autoFocus={draft.title === ''}
        maxLength={200}
        size="md"
        value={draft.title}
        error={errors.title}
        onChange={(event) => {
          const title = event.currentTarget.value;
          edit((before) => ({ ...before, title }));
        }}
      />
      <div>
        <Group align="flex-start" gap="sm">
          <DateInput
            label={t('booking.date')}
            name="day"
            autoFocus={draft.title !== '' && draft.day === null}
            w={170}
            valueFormat="DD/MM/YYYY"
            placeholder="24/11/2026"
            dateParser={parseDay}
            value={draft.day}
            error={errors.day}
            onChange={(day) => edit((before) => ({ ...before, day }))}
          />
          <TimeField
            label={t('booking.start')}
            name="start"
            value={draft.start}
            error={errors.start}
            onChange={(text) => edit((before) => withStart(before, text))}
          />
          <TimeField
            label={t('booking.end')}
            name="end"
            value={draft.end}
            error={errors.end}
            description={times && isOvernight(times) ? t('booking.nextDay') : undefined}
            onChange={(end) => edit((before) => ({ ...before, end }))}
          />
        </Group>
        <Group justify="space-between" align="flex-end" gap="xs">
          <Lengths draft={draft} edit={edit} />
          <FindTime draft={draft} edit={edit} own={own} />
        </Group>
        {times && <p className={classes.hint}>{connectText(times.start)}</p>}
      </div>
      {mayRepeat && <RepeatFields draft={draft} errors={errors} edit={edit} />}
      {mayRepeat && !draft.repeat && <UrgentField draft={draft} errors={errors} edit={edit} />}
      <ChairField draft={draft} errors={errors} edit={edit} />
      <Textarea
        label={t('booking.note')}
        description={t('booking.noteHint')}
        name="note"
        autosize
        minRows={3}
        maxRows={8}
        maxLength={4000}
        value={draft.note}
        error={errors.note}
        onChange={(event) => {
          const note = event.currentTarget.value;
          edit((before) => ({ ...before, note }));
        }}
      />
      <DossierFields draft={draft} errors={errors} edit={edit} notes={notes} terms={mayRepeat} />
    </Stack>
  );
}

function Lengths({ draft, edit }: Omit<BookingFieldsProps, 'errors'>) {
  const times = timesOf(draft);
  if (!times) return null;
  const minutes = (times.end - times.start) / 60_000;
  return (
    <Group gap={6} mt={8} role="group" aria-label={t('booking.length')}>
      {lengths.map(([length, key]) => (
        <Button
          key={length}
          size="compact-sm"
          variant={length === minutes ? 'filled' : 'default'}
          aria-pressed={length === minutes}
          onClick={() =>
            edit((before) => withTimes(before, { start: times.start, end: times.start + length * 60_000 }))
          }
        >
          {t(key)}
        </Button>
      ))}
    </Group>
  );
}

function ChairField({ draft, errors, edit }: BookingFieldsProps) {
  const rooms = useRooms().data;
  const units = useUnits().data;
  const active = useMemo(
    () => (rooms ?? []).filter((room) => room.active || room.id === draft.chairRoomId),
    [rooms, draft.chairRoomId],
  );
  const data = useMemo(
    () =>
      groupRooms(active, units ?? []).map((group) => ({
        group: group.name || t('word.noUnit'),
        items: group.rooms.map((room) => ({ value: room.id, label: room.name })),
      })),
    [active, units],
  );
  const words = useMemo(
    () =>
      new Map(active.map((room) => [room.id, [room.name, room.shortName, room.unitName ?? ''].join(' ')])),
    [active],
  );
  return (
    <Input.Wrapper>
      <Select
        label={t('booking.chair')}
        name="chairRoomId"
        placeholder={t('booking.chairPick')}
        searchable
        clearable
        selectFirstOptionOnChange
        nothingFoundMessage={t('booking.chairEmpty')}
        maxDropdownHeight={320}
        data={data}
        value={draft.chairRoomId}
        error={errors.chairRoomId}
        onChange={(chairRoomId) =>
          edit((before) => ({
            ...before,
            chairRoomId,
            roomIds: before.roomIds.filter((id) => id !== chairRoomId),
          }))
        }
        filter={({ options, search }) =>
          options
            .map((option) =>
              'items' in option
                ? {
                    ...option,
                    items: option.items.filter((item) =>
                      matches(search, words.get(item.value) ?? item.label),
                    ),
                  }
                : option,
            )
            .filter((option) => !('items' in option) || option.items.length > 0)
        }
        clearButtonProps={{ 'aria-label': t('do.remove') }}
      />
    </Input.Wrapper>
  );
}

function connectText(start: number): string {
  const connectAt = start - 5 * 60_000;
  return connectAt <= serverNow()
    ? t('booking.connectNow')
    : t('booking.connectHint', { time: formatTime(connectAt) });
}
