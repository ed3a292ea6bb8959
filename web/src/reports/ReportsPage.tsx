import { Button, SegmentedControl } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { getReport, reportsKey, reportSheetAddress, type Period } from '../api/reports';
import type { Report } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatDay, isDay } from '../time/time';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { Cards } from './Cards';
import { periodOf, periods, periodText } from './periods';
import classes from './reports.module.css';
import { RoomsTable } from './RoomsTable';
import { SessionsTable } from './SessionsTable';
import { SitesTable } from './SitesTable';
import { UnitsTable } from './UnitsTable';

const tables = ['sessions', 'rooms', 'sites', 'units'] as const;
type TableName = (typeof tables)[number];

/** What a period's sessions come to. Period and table are in the address, so that they can be sent to a colleague. */
export default function ReportsPage() {
  const { period, table, change } = useAsked();
  const report = useQuery({ queryKey: [...reportsKey, period], queryFn: () => getReport(period) });
  return (
    <Page
      wide
      title={t('report.title')}
      acts={
        <>
          <Button component="a" href={reportSheetAddress(period)} download variant="default">
            {t('report.workbook')}
          </Button>
          <Button component="a" href={reportSheetAddress(period, table)} download variant="default">
            {t('report.csv')}
          </Button>
          <Button variant="default" onClick={() => window.print()}>
            {t('do.print')}
          </Button>
        </>
      }
    >
      <p className={`${classes.explain ?? ''} no-print`}>{t('report.explain')}</p>
      <PeriodBar period={period} onChange={change} />
      <p className={classes.printed}>
        {t('report.span', { from: formatDay(period.from), to: formatDay(period.to) })}
      </p>
      {report.isPending ? (
        <Lines />
      ) : report.isError ? (
        <Failure error={report.error} retry={() => void report.refetch()} />
      ) : report.data.sessions.length === 0 ? (
        <Empty title={t('report.none')}>{t('report.noneHint')}</Empty>
      ) : (
        <>
          <Cards total={report.data.total} />
          <SegmentedControl
            className="no-print"
            mb="sm"
            aria-label={t('report.asTable')}
            value={table}
            onChange={(next) => change({ table: next })}
            data={tables.map((name) => ({ value: name, label: t(`report.${name}`) }))}
          />
          <TableOf name={table} report={report.data} />
        </>
      )}
    </Page>
  );
}

function TableOf({ name, report }: { name: TableName; report: Report }) {
  switch (name) {
    case 'sessions':
      return <SessionsTable sessions={report.sessions} />;
    case 'rooms':
      return <RoomsTable rooms={report.rooms} />;
    case 'sites':
      return <SitesTable sites={report.sites} />;
    case 'units':
      return <UnitsTable units={report.units} />;
  }
}

function useAsked() {
  const [parameters, setParameters] = useSearchParams();
  const month = periodOf('month', dayOf(serverNow()));
  const [from, to] = [parameters.get('from'), parameters.get('to')];
  const asked = parameters.get('table');
  const change = (values: Partial<Period & { table: string }>) =>
    setParameters(
      (before) => {
        for (const [name, value] of Object.entries(values)) before.set(name, value);
        return before;
      },
      { replace: true },
    );
  return {
    period: { from: isDay(from) ? from : month.from, to: isDay(to) ? to : month.to },
    table: tables.find((name) => name === asked) ?? 'sessions',
    change,
  };
}

function PeriodBar({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const today = dayOf(serverNow());
  const field = { w: 150, valueFormat: 'DD/MM/YYYY', dateParser: parseDay };
  return (
    <div className={`${classes.period ?? ''} no-print`}>
      <DateInput
        {...field}
        label={t('report.from')}
        value={period.from}
        onChange={(from) => from && onChange({ from, to: from > period.to ? from : period.to })}
      />
      <DateInput
        {...field}
        label={t('report.to')}
        value={period.to}
        onChange={(to) => to && onChange({ from: to < period.from ? to : period.from, to })}
      />
      <Button.Group aria-label={t('report.period')}>
        {periods.map((name) => {
          const whole = periodOf(name, today);
          const chosen = whole.from === period.from && whole.to === period.to;
          return (
            <Button
              key={name}
              variant={chosen ? 'filled' : 'default'}
              aria-pressed={chosen}
              onClick={() => onChange(whole)}
            >
              {t(periodText(name))}
            </Button>
          );
        })}
      </Button.Group>
    </div>
  );
}
