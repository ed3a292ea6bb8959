import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { briefingsKey } from '../api/briefings';
import { useRooms } from '../api/rooms';
import { findTimes } from '../api/times';
import type { FoundTime, TimesRequest } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatDay, formatSpan, formatSpanWithDay, instantOf, weekdayOf } from '../time/time';
import { Failure, Lines } from '../ui/page';
import { TimeField } from '../ui/TimeField';
import { allRoomIds, type Draft } from './draft';
import { missingText, questionOf, timesRequestOf, withFound, type TimeQuestion } from './findTime';
import classes from './findTime.module.css';
import { parseDay } from './parseDay';

interface FindTimeProps {
  draft: Draft;
  edit: (change: (draft: Draft) => Draft) => void;
  /** The session that is edited: it does not stand in its own way. */
  own: string | null;
}

/** Looks for a time at which all rooms can, or most; what is chosen goes into the form. */
export function FindTime({ draft, edit, own }: FindTimeProps) {
  const [open, setOpen] = useState(false);
  const take = (found: FoundTime, leaveOut: boolean) => {
    edit((before) => withFound(before, found, leaveOut));
    setOpen(false);
  };
  return (
    <>
      <Button size="compact-sm" variant="light" title={t('times.openHint')} onClick={() => setOpen(true)}>
        {t('times.open')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size={900}
        title={t('times.title', { n: allRoomIds(draft).length })}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        {open && <Search draft={draft} own={own} onTake={take} />}
      </Modal>
    </>
  );
}

interface SearchProps {
  draft: Draft;
  own: string | null;
  onTake: (found: FoundTime, leaveOut: boolean) => void;
}

function Search({ draft, own, onTake }: SearchProps) {
  const [question, setQuestion] = useState(() => questionOf(draft, serverNow()));
  const [settled] = useDebouncedValue(question, 300);
  const request = timesRequestOf(settled, draft, own);
  const chosen = allRoomIds(draft).length > 0;
  if (!chosen) return <p className={classes.note}>{t('times.needRooms')}</p>;
  return (
    <Stack gap="md">
      <Question question={question} onChange={(part) => setQuestion((before) => ({ ...before, ...part }))} />
      {request ? (
        <Found request={request} onTake={onTake} />
      ) : (
        <p className={classes.note}>{t('times.wrong')}</p>
      )}
    </Stack>
  );
}

function Question({
  question,
  onChange,
}: {
  question: TimeQuestion;
  onChange: (part: Partial<TimeQuestion>) => void;
}) {
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        label={t('times.length')}
        inputMode="numeric"
        w={130}
        data-autofocus
        value={question.minutes}
        onChange={(event) => onChange({ minutes: event.currentTarget.value })}
      />
      {(['from', 'to'] as const).map((field) => (
        <DateInput
          key={field}
          label={t(`times.${field}`)}
          w={130}
          valueFormat="DD/MM/YYYY"
          dateParser={parseDay}
          value={question[field]}
          onChange={(day) => onChange({ [field]: day })}
        />
      ))}
      {(['begins', 'ends'] as const).map((field) => (
        <TimeField
          key={field}
          label={t(`times.${field}`)}
          name={`times-${field}`}
          value={question[field]}
          onChange={(text) => onChange({ [field]: text })}
        />
      ))}
      <Checkbox
        mb={8}
        label={t('times.workdays')}
        checked={question.workdays}
        onChange={(event) => onChange({ workdays: event.currentTarget.checked })}
      />
    </Group>
  );
}

function Found({ request, onTake }: { request: TimesRequest; onTake: SearchProps['onTake'] }) {
  const query = useQuery({
    queryKey: [...briefingsKey, 'times', request],
    queryFn: () => findTimes(request),
    placeholderData: keepPreviousData,
  });
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Lines count={5} height={46} />;
  const { rooms, times } = query.data;
  if (times.length === 0)
    return (
      <p className={classes.note} role="status">
        {t('times.none')}
      </p>
    );
  return (
    <ol className={classes.times} aria-busy={query.isFetching} data-testid="found-times">
      {times.map((found) => (
        <FoundLine key={found.start} found={found} rooms={rooms} onTake={onTake} />
      ))}
    </ol>
  );
}

interface FoundLineProps {
  found: FoundTime;
  rooms: number;
  onTake: SearchProps['onTake'];
}

function FoundLine({ found, rooms, onTake }: FoundLineProps) {
  const known = useRooms().data;
  const shortNames = useMemo(() => new Map(known?.map((room) => [room.id, room.shortName])), [known]);
  const [start, end] = [instantOf(found.start), instantOf(found.end)];
  const day = dayOf(start);
  const time = formatSpanWithDay(start, end);
  const whole = found.missing.length === 0;
  // The chair's room is never among the missing; when all others are optional or there, they need not be left out.
  const blocks = found.missing.some((room) => !room.optional);
  return (
    <li className={classes.time} data-whole={whole}>
      <span className={classes.when}>
        {t(`day.${weekdayOf(day) as 0}`)} {formatDay(day)} <b className="numbers">{formatSpan(start, end)}</b>
      </span>
      <span className={classes.who}>
        <span>
          <span aria-hidden="true">{whole ? '✓' : '▲'}</span>{' '}
          {whole ? t('times.all', { n: rooms }) : t('times.some', { free: found.free, n: rooms })}
        </span>
        {!whole && <span className={classes.missing}>{missingText(found, shortNames)}</span>}
      </span>
      {blocks ? (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('times.withoutAt', { time, n: found.missing.length })}
          onClick={() => onTake(found, true)}
        >
          {t('times.without')}
        </Button>
      ) : (
        <Button
          size="compact-sm"
          variant={whole ? 'filled' : 'default'}
          aria-label={t('times.takeAt', { time })}
          onClick={() => onTake(found, false)}
        >
          {t('times.take')}
        </Button>
      )}
    </li>
  );
}
