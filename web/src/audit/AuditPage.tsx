import { Button, Select } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditKey, auditSheetAddress, getAudit, getAuditChoices } from '../api/audit';
import type { AuditLine, AuditQuestion } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { formatDay, formatTimeWithSeconds, dayOf, instantOf } from '../time/time';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { SearchBox } from '../ui/SearchBox';
import classes from './audit.module.css';
import { Change } from './Change';
import { useVerify } from './Verify';

/** Who changed what: looked for, read, taken away and verified. */
export default function AuditPage() {
  const [asked, setAsked] = useState<AuditQuestion>({});
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 300);
  const question = { ...asked, text: settled.trim() || undefined };
  const { button, verdict } = useVerify();
  const lines = useInfiniteQuery({
    queryKey: [...auditKey, question],
    queryFn: ({ pageParam }) => getAudit(question, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.more ? page.lines.at(-1)?.number : undefined),
  });
  const keepDays = lines.data?.pages[0]?.keepDays;
  return (
    <Page
      wide
      title={t('audit.title')}
      acts={
        <>
          <Button component="a" href={auditSheetAddress('xlsx', question)} download variant="default">
            {t('audit.workbook')}
          </Button>
          <Button component="a" href={auditSheetAddress('csv', question)} download variant="default">
            {t('audit.csv')}
          </Button>
          {button}
        </>
      }
    >
      <p className={classes.explain}>
        {t('audit.explain')}{' '}
        {keepDays !== undefined &&
          (keepDays === 0 ? t('audit.keptForGood') : t('audit.kept', { days: keepDays }))}
      </p>
      {verdict}
      <Filters asked={asked} onAsk={setAsked} text={text} onText={setText} />
      {lines.isPending ? (
        <Lines />
      ) : lines.isError ? (
        <Failure error={lines.error} retry={() => void lines.refetch()} />
      ) : lines.data.pages[0]?.lines.length === 0 ? (
        <Empty title={t('audit.none')} />
      ) : (
        <>
          <Trail
            lines={lines.data.pages.flatMap((page) => page.lines)}
            onOnly={asked.thing === undefined ? (thing) => setAsked({ ...asked, thing }) : null}
          />
          {lines.hasNextPage && (
            <Button
              variant="default"
              mt="md"
              loading={lines.isFetchingNextPage}
              onClick={() => void lines.fetchNextPage()}
            >
              {t('audit.older')}
            </Button>
          )}
        </>
      )}
    </Page>
  );
}

interface FiltersProps {
  asked: AuditQuestion;
  onAsk: (asked: AuditQuestion) => void;
  text: string;
  onText: (text: string) => void;
}

function Filters({ asked, onAsk, text, onText }: FiltersProps) {
  const choices = useQuery({ queryKey: [...auditKey, 'choices'], queryFn: getAuditChoices });
  const options = (list: readonly { value: string; name: string }[] | undefined) =>
    (list ?? []).map(({ value, name }) => ({ value, label: name }));
  return (
    <div className={classes.filters}>
      <DateInput
        label={t('audit.from')}
        w={140}
        clearable
        valueFormat="DD/MM/YYYY"
        dateParser={parseDay}
        value={asked.from ?? null}
        onChange={(from) => onAsk({ ...asked, from: from ?? undefined })}
      />
      <DateInput
        label={t('audit.to')}
        w={140}
        clearable
        valueFormat="DD/MM/YYYY"
        dateParser={parseDay}
        value={asked.to ?? null}
        onChange={(to) => onAsk({ ...asked, to: to ?? undefined })}
      />
      <Select
        label={t('audit.person')}
        w={260}
        searchable
        clearable
        placeholder={t('audit.everybody')}
        data={options(choices.data?.people)}
        value={asked.person ?? null}
        onChange={(person) => onAsk({ ...asked, person: person ?? undefined })}
      />
      <Select
        label={t('audit.kind')}
        w={220}
        clearable
        placeholder={t('audit.everybody')}
        data={options(choices.data?.kinds)}
        value={asked.kind ?? null}
        onChange={(kind) => onAsk({ ...asked, kind: kind ?? undefined })}
      />
      <SearchBox label={t('audit.text')} value={text} onChange={onText} width={290} />
      {asked.thing !== undefined && (
        <Button variant="light" onClick={() => onAsk({ ...asked, thing: undefined })}>
          {t('audit.showingOnly')} {t('audit.showAll')}
        </Button>
      )}
    </div>
  );
}

interface TrailProps {
  lines: readonly AuditLine[];
  /** Null while only one thing is shown. */
  onOnly: ((thing: string) => void) | null;
}

function Trail({ lines, onOnly }: TrailProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col" className={classes.at}>
            {t('audit.at')}
          </th>
          <th scope="col" className={classes.who}>
            {t('audit.who')}
          </th>
          <th scope="col" className={classes.what}>
            {t('audit.what')}
          </th>
          <th scope="col" aria-label={t('audit.change')}>
            <span className={classes.heads}>
              <span>{t('audit.field')}</span>
              <span>{t('audit.was')}</span>
              <span>{t('audit.became')}</span>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.number}>
            <td className="numbers">
              {formatDay(dayOf(instantOf(line.at)))}
              <small>{formatTimeWithSeconds(instantOf(line.at))}</small>
            </td>
            <td>
              {line.who || t(line.way === 'nobody' ? 'audit.nobody' : 'audit.itself')}
              {line.address !== null && <small>{line.address}</small>}
            </td>
            <td>
              {line.actText} {line.kindText}
              <br />
              <b>{line.thing}</b>
              {onOnly && (
                <div>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    ml={-8}
                    aria-label={t('audit.onlyOf', { name: line.thing || line.kindText })}
                    onClick={() => onOnly(line.thingId)}
                  >
                    {t('audit.only')}
                  </Button>
                </div>
              )}
            </td>
            <td>
              <Change line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
