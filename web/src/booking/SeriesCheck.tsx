import { Button, Modal, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ClashPolicy, DateAnswer } from '../api/types';
import { t } from '../i18n/language';
import { dayOf, formatDay, formatSpan, formatSpanWithDay, instantOf, weekdayOf } from '../time/time';
import { dayName } from '../time/weekday';
import classes from './check.module.css';
import { roomList } from './clashes';
import { PersonLine } from './PeopleWarning';
import type { Repeat } from './repeat';
import { shortageOfDay } from './shortages';

interface SeriesCheckProps {
  dates: DateAnswer[];
  rooms: number;
  /** The newest choice is still being checked: what is listed is from before. */
  busy: boolean;
  repeat: Repeat;
  onChange: (part: Partial<Repeat>) => void;
}

const policies = ['refuse', 'skip', 'move', 'defective'] as const;
/** Rooms are taken at its time, or lines or ports are full. */
const isMet = (date: DateAnswer): boolean => date.clashes.length > 0 || date.shortages.length > 0;
const isTrouble = (date: DateAnswer): boolean =>
  date.fate !== 'held' || isMet(date) || date.waived.length > 0 || date.people.length > 0;

/** How a series stands against the other bookings: the sum, what to do about all clashes, and every day on request. */
export function SeriesCheck({ dates, rooms, busy, repeat, onChange }: SeriesCheckProps) {
  const [open, setOpen] = useState(false);
  const clashing = dates.filter((date) => date.fate === 'clashing').length;
  const held = dates.filter(
    (date) => date.start && date.fate !== 'clashing' && date.fate !== 'defective',
  ).length;
  const met = dates.some(isMet);
  const holidays = dates.filter((date) => date.holiday).length;
  const doubled = dates.filter((date) => date.people.length > 0).length;
  return (
    <>
      <p className={classes.line}>
        <b aria-hidden="true" className={clashing > 0 ? classes.bad : classes.good}>
          {clashing > 0 ? '▲' : '✓'}
        </b>
        <span>
          {busy
            ? t('check.busy')
            : clashing > 0
              ? t('dates.clash', { n: clashing, total: dates.length })
              : met
                ? t('dates.settled', { n: held, total: dates.length })
                : t('dates.free', { n: held, rooms })}{' '}
          {holidays > 0 && t('dates.holidays', { n: holidays })}
          {doubled > 0 && ` ⚠ ${t('people.days', { n: doubled })}.`}
        </span>
        {met && (
          <Choice
            label={t('dates.forAll')}
            value={repeat.onClash}
            onChange={(onClash) => onChange({ onClash, choices: {} })}
          />
        )}
        <Button size="compact-md" variant="default" onClick={() => setOpen(true)}>
          {t('dates.open')}
        </Button>
      </p>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="xl"
        title={t('dates.title')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <Days dates={dates} repeat={repeat} onChange={onChange} />
      </Modal>
    </>
  );
}

function Days({ dates, repeat, onChange }: Omit<SeriesCheckProps, 'rooms' | 'busy'>) {
  const [only, setOnly] = useState(false);
  const choose = (day: string, choice: ClashPolicy) =>
    onChange({ choices: { ...repeat.choices, [day]: choice } });
  return (
    <>
      <Switch
        label={t('dates.onlyTrouble')}
        checked={only}
        onChange={(event) => setOnly(event.currentTarget.checked)}
        mb="sm"
        data-autofocus
      />
      <ol className={classes.days} data-testid="dates">
        {dates
          .filter((date) => !only || isTrouble(date))
          .map((date) => (
            <li key={date.day} data-fate={date.fate}>
              <span className="numbers">
                {dayName(weekdayOf(date.day))} {formatDay(date.day)}
              </span>
              <span>
                <b className={date.fate === 'clashing' ? classes.bad : ''}>{fateText(date)}</b>
                {date.holiday && ` · ${date.holiday}`}
                {reasonText(date)}
                {date.waived.length > 0 &&
                  ` · ${t('dates.without', { n: date.waived.reduce((sum, clash) => sum + clash.rooms, 0) })}`}
                {date.clashes.map((clash) => (
                  <span key={clash.occurrenceId} className={classes.other}>
                    {t('check.clash', {
                      rooms: roomList(namesOf(clash.roomNames, clash.rooms)),
                      n: clash.rooms,
                      title: clash.title,
                      time: formatSpan(instantOf(clash.start), instantOf(clash.end)),
                      status: t(`status.${clash.status}`).toLowerCase(),
                    })}{' '}
                    <Link to={`/briefings/${clash.briefingId}`} target="_blank" rel="noopener">
                      {t('do.open')}
                    </Link>
                  </span>
                ))}
                {date.shortages.map((shortage) => (
                  <span key={shortage.lineId ?? 'ports'} className={classes.other}>
                    {shortageOfDay(shortage)}
                  </span>
                ))}
                {date.people.map((clash) => (
                  <span key={`${clash.person} ${clash.occurrenceId}`} className={classes.other}>
                    <PersonLine clash={clash} />
                  </span>
                ))}
              </span>
              {isMet(date) && (
                <Choice
                  label={t('dates.choice', { day: formatDay(date.day) })}
                  value={repeat.choices[date.day] ?? repeat.onClash}
                  offer={date.offer}
                  onChange={(choice) => choose(date.day, choice)}
                />
              )}
            </li>
          ))}
      </ol>
    </>
  );
}

/** Three names are known; the others are only counted. */
const namesOf = (names: readonly string[], rooms: number): string[] => [
  ...names,
  ...Array.from({ length: rooms - names.length }, () => ''),
];

interface ChoiceProps {
  label: string;
  value: ClashPolicy;
  offer?: DateAnswer['offer'];
  onChange: (choice: ClashPolicy) => void;
}

function Choice({ label, value, offer, onChange }: ChoiceProps) {
  const text = (policy: ClashPolicy) =>
    policy === 'move' && offer
      ? t('dates.choice.moveTo', { time: formatSpanWithDay(instantOf(offer.start), instantOf(offer.end)) })
      : t(`dates.choice.${policy}` as 'dates.choice.skip');
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      size="xs"
      w={250}
      data={policies.map((policy) => ({ value: policy, label: text(policy) }))}
      value={value}
      onChange={(choice) => onChange(choice)}
    />
  );
}

function fateText(date: DateAnswer): string {
  if (date.fate !== 'moved' || !date.start || !date.end) return t(`dates.fate.${date.fate as 'held'}`);
  const [start, end] = [instantOf(date.start), instantOf(date.end)];
  const time = dayOf(start) === date.day ? formatSpan(start, end) : formatSpanWithDay(start, end);
  return t('dates.fate.moved', { time });
}

function reasonText(date: DateAnswer): string {
  if (date.reason === 'meetsAnother') return ` – ${t('dates.meetsAnother')}`;
  if (date.reason === 'noFreeTime') return ` – ${t('dates.noFreeTime')}`;
  return date.reason === 'asked' ? ` – ${t('dates.asked')}` : '';
}
