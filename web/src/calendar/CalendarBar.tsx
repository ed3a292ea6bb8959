import { ActionIcon, Button, SegmentedControl, Switch } from '@mantine/core';
import type { RefObject } from 'react';
import { Link } from 'react-router';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { formatDateTime, type Day } from '../time/time';
import { LeftIcon, PlusIcon, RightIcon } from '../ui/icons';
import { SearchBox } from '../ui/SearchBox';
import classes from './calendar.module.css';
import { spanText, stepped, stepText, type Span, type View } from './span';

/** What of the calendar is shown. */
export interface Shown {
  day: Day;
  view: View;
  /** Of the time line: the week, or the day. */
  wholeWeek: boolean;
  query: string;
  withCancelled: boolean;
}

interface CalendarBarProps {
  shown: Shown;
  span: Span;
  mayBook: boolean;
  search: RefObject<HTMLInputElement | null>;
  /** Changes the address; null takes a word out of it. */
  onChange: (values: Record<string, string | null>) => void;
}

/** What is shown and how, and where one goes from here. */
export function CalendarBar({ shown, span, mayBook, search, onChange }: CalendarBarProps) {
  const { day, view, query } = shown;
  return (
    <div className={classes.bar}>
      {mayBook && (
        <Button
          className="no-print"
          component={Link}
          to="/calendar/new"
          leftSection={<PlusIcon />}
          title={t('calendar.bookKey')}
        >
          {t('calendar.book')}
        </Button>
      )}
      <Steps shown={shown} onChange={onChange} />
      <h2 className={classes.range} aria-live="polite">
        {spanText(view, day, span)}
      </h2>
      <span className={classes.printed}>{t('calendar.printed', { time: formatDateTime(serverNow()) })}</span>
      <div className={`${classes.barRight ?? ''} no-print`}>
        <SearchBox
          ref={search}
          width={210}
          label={t('calendar.search')}
          value={query}
          onChange={(text) => onChange({ q: text })}
        />
        <Switch
          label={t('calendar.showCancelled')}
          checked={shown.withCancelled}
          onChange={(event) => onChange({ cancelled: event.currentTarget.checked ? '1' : null })}
        />
        <SegmentedControl
          aria-label={t('calendar.viewAs')}
          value={view}
          onChange={(next) => onChange({ view: next === 'week' ? null : next })}
          data={[
            { value: 'week', label: t('calendar.asWeek') },
            { value: 'month', label: t('calendar.asMonth') },
            { value: 'list', label: t('calendar.asList') },
            { value: 'rooms', label: t('calendar.asRooms') },
          ]}
        />
        <Button variant="default" onClick={() => window.print()}>
          {t('do.print')}
        </Button>
      </div>
    </div>
  );
}

function Steps({ shown, onChange }: Pick<CalendarBarProps, 'shown' | 'onChange'>) {
  const { day, view, wholeWeek } = shown;
  const step = (forward: boolean) => (
    <ActionIcon
      variant="default"
      size={36}
      aria-label={stepText(view, wholeWeek, forward)}
      onClick={() => onChange({ day: stepped(view, wholeWeek, day, forward ? 1 : -1) })}
    >
      {forward ? <RightIcon /> : <LeftIcon />}
    </ActionIcon>
  );
  return (
    <div className={`${classes.steps ?? ''} no-print`}>
      {step(false)}
      <Button variant="default" onClick={() => onChange({ day: null })}>
        {t('calendar.today')}
      </Button>
      {step(true)}
    </div>
  );
}
