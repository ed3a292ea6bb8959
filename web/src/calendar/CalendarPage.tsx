import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { getHolidays, holidaysKey } from '../api/holidays';
import { useRooms } from '../api/rooms';
import type { Holiday, Occurrence } from '../api/types';
import { useHasRole } from '../app/session';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { addDays, dayOf, isDay, type Day } from '../time/time';
import { Timeline } from '../timeline/Timeline';
import { Empty, Failure, Lines, useTabTitle } from '../ui/page';
import { useKeys } from '../ui/useKeys';
import { usePrinting } from '../ui/usePrinting';
import classes from './calendar.module.css';
import { CalendarBar, type Shown } from './CalendarBar';
import { ListView } from './ListView';
import { MonthView } from './MonthView';
import { RunningBar } from './RunningBar';
import { dayAfter, spanOf, stepped, viewOf, type Span, type View } from './span';
import { useOccurrences } from './useOccurrences';
import { WeekView } from './WeekView';

/** The week of briefings: the first thing a clerk sees. What is shown is in the address, so it can be sent to a colleague. */
export default function CalendarPage() {
  useTabTitle(t('calendar.title'));
  const navigate = useNavigate();
  const mayBook = useHasRole('clerk', 'approver');
  const search = useRef<HTMLInputElement>(null);
  const today = dayOf(serverNow());
  const { shown, change } = useShown(today);
  const { day, view, query } = shown;
  const span = spanOf(view, day);
  const known = useOccurrences(
    span,
    [1, -1].map((steps) => spanOf(view, stepped(view, shown.wholeWeek, day, steps))),
  );
  const holidays = useHolidays(span);
  const occurrences = useFiltered(known.data ?? nothing, query, shown.withCancelled);
  const printing = usePrinting();
  useKeys({
    ...(mayBook ? { n: () => void navigate('/calendar/new') } : {}),
    '/': () => search.current?.focus(),
  });

  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{t('calendar.title')}</h1>
      <CalendarBar shown={shown} span={span} mayBook={mayBook} search={search} onChange={change} />
      <RunningBar />
      {known.isPending ? (
        <Lines count={8} height={56} />
      ) : known.isError ? (
        <Failure error={known.error} retry={() => void known.refetch()} />
      ) : (
        <>
          {occurrences.length === 0 && <Nothing view={view} query={query} mayBook={mayBook} />}
          {view === 'list' || printing ? (
            <ListView {...span} today={today} occurrences={occurrences} holidays={holidays} />
          ) : view === 'month' ? (
            <MonthView
              day={day}
              first={span.first}
              weeks={span.days / 7}
              today={today}
              occurrences={occurrences}
              holidays={holidays}
              onDay={(next) => change({ day: next, view: 'rooms', span: null })}
            />
          ) : view === 'rooms' ? (
            <Timeline
              day={day}
              today={today}
              monday={span.first}
              wholeWeek={shown.wholeWeek}
              occurrences={occurrences}
              holidays={holidays}
              query={query}
              mayBook={mayBook}
              onDay={(next) => change({ day: next, span: null })}
              onWholeWeek={() => change({ span: 'week' })}
            />
          ) : (
            <WeekView
              monday={span.first}
              today={today}
              occurrences={occurrences}
              mayBook={mayBook}
              holidays={holidays}
            />
          )}
        </>
      )}
    </div>
  );
}

const nothing: Occurrence[] = [];

/** What the address says is to be shown, and how to change that. */
function useShown(today: Day) {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('day');
  const shown: Shown = {
    day: isDay(asked) ? asked : today,
    view: viewOf(parameters.get('view')),
    wholeWeek: parameters.get('span') === 'week',
    query: parameters.get('q') ?? '',
    withCancelled: parameters.has('cancelled'),
  };
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
  return { shown, change };
}

function useHolidays(span: Span): ReadonlyMap<Day, Holiday> {
  const [from, to] = [span.first, addDays(dayAfter(span), -1)];
  const { data } = useQuery({
    queryKey: [...holidaysKey, from, to],
    queryFn: () => getHolidays(from, to),
    staleTime: 600_000,
  });
  return useMemo(() => new Map(data?.map((day) => [day.date, day])), [data]);
}

function useFiltered(all: Occurrence[], query: string, withCancelled: boolean): Occurrence[] {
  const rooms = useRooms().data;
  return useMemo(() => {
    const names = new Map(rooms?.map((room) => [room.id, `${room.name} ${room.shortName}`]));
    return all.filter(
      (one) =>
        (withCancelled || one.status !== 'cancelled') &&
        (query === '' ||
          matches(
            query,
            one.title,
            one.hostName,
            ...one.roomIds.map((id) => names.get(id)),
            names.get(one.chairRoomId ?? ''),
          )),
    );
  }, [all, rooms, query, withCancelled]);
}

function Nothing({ view, query, mayBook }: { view: View; query: string; mayBook: boolean }) {
  return (
    <div className={classes.nothing} role="status">
      {query ? (
        <Empty title={t('calendar.emptySearch', { query })}>{t('calendar.emptySearchHint')}</Empty>
      ) : (
        <Empty title={t(view === 'month' ? 'calendar.emptyMonth' : 'calendar.emptyWeek')}>
          {mayBook && t('calendar.emptyHint')}
        </Empty>
      )}
    </div>
  );
}
