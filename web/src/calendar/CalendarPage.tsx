import { ActionIcon, Button, SegmentedControl, Switch } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { briefingsKey, getHolidays, getOccurrences } from '../api/briefings';
import { useRooms } from '../api/rooms';
import type { Holiday, Occurrence } from '../api/types';
import { useHasRole } from '../app/session';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import {
  addDays,
  dayOf,
  formatDayShort,
  formatDay,
  isoOfInstant,
  mondayOf,
  startOfDay,
  type Day,
} from '../time/time';
import { LeftIcon, PlusIcon, RightIcon } from '../ui/icons';
import { Empty, Failure, Lines, useTabTitle } from '../ui/page';
import { SearchBox } from '../ui/SearchBox';
import { useKeys } from '../ui/useKeys';
import { Timeline } from '../timeline/Timeline';
import classes from './calendar.module.css';
import { ListView } from './ListView';
import { RunningBar } from './RunningBar';
import { WeekView } from './WeekView';

type View = 'week' | 'list' | 'rooms';

const viewOf = (text: string | null): View => (text === 'list' || text === 'rooms' ? text : 'week');
const isDay = (text: string | null): text is Day => text !== null && /^\d{4}-\d\d-\d\d$/.test(text);

/** The week of briefings: the first thing a clerk sees. What is shown is in the address, so it can be sent to a colleague. */
export default function CalendarPage() {
  useTabTitle(t('calendar.title'));
  const [parameters, setParameters] = useSearchParams();
  const navigate = useNavigate();
  const mayBook = useHasRole('clerk', 'approver');
  const search = useRef<HTMLInputElement>(null);
  const today = dayOf(serverNow());
  const asked = parameters.get('day');
  const day = isDay(asked) ? asked : today;
  const view = viewOf(parameters.get('view'));
  const query = parameters.get('q') ?? '';
  const withCancelled = parameters.has('cancelled');
  const monday = mondayOf(day);
  const week = useWeek(monday);
  const holidays = useHolidays(monday);
  const shown = useFiltered(week.data ?? [], query, withCancelled);

  const change = (values: Record<string, string | null>) =>
    setParameters(
      (before) => {
        for (const [name, value] of Object.entries(values))
          if (value) before.set(name, value);
          else before.delete(name);
        return before;
      },
      { replace: true },
    );
  const wholeWeek = parameters.get('span') === 'week';
  const step = view === 'rooms' && !wholeWeek ? 1 : 7;
  const move = (days: number) => change({ day: addDays(day, days) });
  const book = () => void navigate('/calendar/new');
  useKeys({ ...(mayBook ? { n: book } : {}), '/': () => search.current?.focus() });

  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{t('calendar.title')}</h1>
      <div className={classes.bar}>
        {mayBook && (
          <Button
            component={Link}
            to="/calendar/new"
            leftSection={<PlusIcon />}
            title={t('calendar.bookKey')}
          >
            {t('calendar.book')}
          </Button>
        )}
        <div className={classes.steps}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={step === 1 ? t('calendar.previousDay') : t('calendar.previous')}
            onClick={() => move(-step)}
          >
            <LeftIcon />
          </ActionIcon>
          <Button variant="default" onClick={() => change({ day: null })}>
            {t('calendar.today')}
          </Button>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={step === 1 ? t('calendar.nextDay') : t('calendar.next')}
            onClick={() => move(step)}
          >
            <RightIcon />
          </ActionIcon>
        </div>
        <h2 className={classes.range} aria-live="polite">
          {t('calendar.week', { from: formatDayShort(monday), to: formatDay(addDays(monday, 6)) })}
        </h2>
        <div className={classes.barRight}>
          <SearchBox
            ref={search}
            width={240}
            label={t('calendar.search')}
            value={query}
            onChange={(text) => change({ q: text })}
          />
          <Switch
            label={t('calendar.showCancelled')}
            checked={withCancelled}
            onChange={(event) => change({ cancelled: event.currentTarget.checked ? '1' : null })}
          />
          <SegmentedControl
            aria-label={t('calendar.viewAs')}
            value={view}
            onChange={(next) => change({ view: next === 'week' ? null : next })}
            data={[
              { value: 'week', label: t('calendar.asWeek') },
              { value: 'list', label: t('calendar.asList') },
              { value: 'rooms', label: t('calendar.asRooms') },
            ]}
          />
        </div>
      </div>
      <RunningBar />
      {week.isPending ? (
        <Lines count={8} height={56} />
      ) : week.isError ? (
        <Failure error={week.error} retry={() => void week.refetch()} />
      ) : (
        <>
          {shown.length === 0 && <Nothing query={query} mayBook={mayBook} />}
          {view === 'week' && (
            <WeekView
              monday={monday}
              today={today}
              occurrences={shown}
              mayBook={mayBook}
              holidays={holidays}
            />
          )}
          {view === 'list' && (
            <ListView monday={monday} today={today} occurrences={shown} holidays={holidays} />
          )}
          {view === 'rooms' && (
            <Timeline
              day={day}
              today={today}
              monday={monday}
              wholeWeek={wholeWeek}
              occurrences={shown}
              holidays={holidays}
              query={query}
              mayBook={mayBook}
              onDay={(next) => change({ day: next, span: null })}
              onWholeWeek={() => change({ span: 'week' })}
            />
          )}
        </>
      )}
    </div>
  );
}

function useWeek(monday: Day) {
  return useQuery({
    queryKey: [...briefingsKey, 'week', monday],
    queryFn: () =>
      getOccurrences(isoOfInstant(startOfDay(monday)), isoOfInstant(startOfDay(addDays(monday, 7)))),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

function useHolidays(monday: Day): ReadonlyMap<Day, Holiday> {
  const query = useQuery({
    queryKey: ['holidays', monday],
    queryFn: () => getHolidays(monday, addDays(monday, 6)),
    staleTime: 600_000,
  });
  return new Map(query.data?.map((day) => [day.date, day]));
}

function useFiltered(all: Occurrence[], query: string, withCancelled: boolean): Occurrence[] {
  const rooms = useRooms().data ?? [];
  const names = new Map(rooms.map((room) => [room.id, `${room.name} ${room.shortName}`]));
  return all.filter(
    (one) =>
      (withCancelled || one.status !== 'cancelled') &&
      matches(
        query,
        one.title,
        one.hostName,
        ...one.roomIds.map((id) => names.get(id)),
        names.get(one.chairRoomId ?? ''),
      ),
  );
}

function Nothing({ query, mayBook }: { query: string; mayBook: boolean }) {
  return (
    <div className={classes.nothing} role="status">
      {query ? (
        <Empty title={t('calendar.emptySearch', { query })}>{t('calendar.emptySearchHint')}</Empty>
      ) : (
        <Empty title={t('calendar.emptyWeek')}>{mayBook && t('calendar.emptyHint')}</Empty>
      )}
    </div>
  );
}
