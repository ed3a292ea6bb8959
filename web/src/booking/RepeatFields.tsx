import { Button, Group, NumberInput, Select, SegmentedControl, Stack } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { t } from '../i18n/language';
import { weekdayOf } from '../time/time';
import { dayName } from '../time/weekday';
import classes from './booking.module.css';
import type { Draft, FieldErrors } from './draft';
import { parseDay } from './parseDay';
import { kindOf, nthOf, sentenceOf, withKind, type Repeat, type RepeatKind } from './repeat';

interface RepeatFieldsProps {
  draft: Draft;
  errors: FieldErrors;
  edit: (change: (draft: Draft) => Draft) => void;
}

const units = {
  daily: 'repeat.intervalDays',
  weekly: 'repeat.intervalWeeks',
  monthDay: 'repeat.intervalMonths',
  monthLast: 'repeat.intervalMonths',
  monthWeekday: 'repeat.intervalMonths',
} as const;

/** Whether and how a briefing repeats, with a plain sentence of it. */
export function RepeatFields({ draft, errors, edit }: RepeatFieldsProps) {
  const repeat = draft.repeat ?? null;
  const change = (part: Partial<Repeat>) =>
    edit((before) => (before.repeat ? { ...before, repeat: { ...before.repeat, ...part } } : before));
  return (
    <Stack gap="sm">
      <Select
        label={t('repeat.title')}
        name="repeat"
        allowDeselect={false}
        data={kindsOf(draft)}
        value={kindOf(repeat)}
        error={errors.recurrence}
        onChange={(kind) =>
          edit((before) => ({ ...before, repeat: withKind(before.repeat, kind as RepeatKind, before.day) }))
        }
      />
      {repeat && (
        <>
          {kindOf(repeat) === 'weekly' && <Weekdays repeat={repeat} change={change} />}
          <Group align="flex-end" gap="sm">
            {kindOf(repeat) !== 'workdays' && (
              <NumberInput
                label={t('repeat.interval')}
                name="interval"
                w={110}
                min={1}
                max={99}
                suffix={` ${t(units[repeat.kind])}`}
                value={repeat.interval}
                error={errors['recurrence.interval']}
                onChange={(interval) => change({ interval: String(interval) })}
              />
            )}
            <SegmentedControl
              aria-label={t('repeat.ends')}
              value={repeat.ends}
              onChange={(ends) => change({ ends: ends })}
              data={[
                { value: 'until', label: t('repeat.endsUntil') },
                { value: 'count', label: t('repeat.endsCount') },
              ]}
            />
            {repeat.ends === 'until' ? (
              <DateInput
                aria-label={t('repeat.until')}
                name="until"
                w={150}
                valueFormat="DD/MM/YYYY"
                dateParser={parseDay}
                value={repeat.until}
                error={errors['recurrence.until']}
                onChange={(until) => change({ until })}
              />
            ) : (
              <NumberInput
                aria-label={t('repeat.count')}
                name="count"
                w={100}
                min={1}
                max={1000}
                value={repeat.count}
                error={errors['recurrence.count']}
                onChange={(count) => change({ count: String(count) })}
              />
            )}
          </Group>
          <Select
            label={t('repeat.onHoliday')}
            name="onHoliday"
            allowDeselect={false}
            data={(['skip', 'move', 'keep'] as const).map((value) => ({
              value,
              label: t(`repeat.holiday.${value}`),
            }))}
            value={repeat.onHoliday}
            onChange={(onHoliday) => change({ onHoliday: onHoliday })}
          />
          {draft.day && (
            <p className={classes.hint} data-testid="sentence" aria-live="polite">
              {sentenceOf(repeat, draft.day)}
            </p>
          )}
        </>
      )}
    </Stack>
  );
}

function Weekdays({ repeat, change }: { repeat: Repeat; change: (part: Partial<Repeat>) => void }) {
  const toggle = (day: number) =>
    change({
      weekdays: repeat.weekdays.includes(day)
        ? repeat.weekdays.filter((one) => one !== day)
        : [...repeat.weekdays, day].sort(),
    });
  return (
    <Group gap={6} role="group" aria-label={t('repeat.weekdays')}>
      {[0, 1, 2, 3, 4, 5, 6].map((day) => (
        <Button
          key={day}
          size="compact-sm"
          variant={repeat.weekdays.includes(day) ? 'filled' : 'default'}
          aria-pressed={repeat.weekdays.includes(day)}
          onClick={() => toggle(day)}
        >
          {dayName(day)}
        </Button>
      ))}
    </Group>
  );
}

function kindsOf({ day }: Draft): { value: RepeatKind; label: string }[] {
  const plain = (['once', 'daily', 'workdays', 'weekly'] as const).map((value) => ({
    value,
    label: t(`repeat.${value}`),
  }));
  if (!day) return plain;
  const [weekday, nth] = [dayName(weekdayOf(day)), nthOf(day)];
  const what =
    nth < 0 ? t('repeat.onLastWeekday', { weekday }) : t('repeat.onNthWeekday', { weekday, n: nth });
  return [
    ...plain,
    { value: 'monthDay', label: t('repeat.monthDay', { n: Number(day.slice(8)) }) },
    { value: 'monthWeekday', label: t('repeat.monthWeekday', { what }) },
    { value: 'monthLast', label: t('repeat.monthLast') },
  ];
}
