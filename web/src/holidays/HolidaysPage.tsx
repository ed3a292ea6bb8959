import { ActionIcon, Button, Drawer, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { briefingsKey } from '../api/briefings';
import { forgetHoliday, getHolidays, holidaysKey } from '../api/holidays';
import type { Holiday } from '../api/types';
import { useHasRole } from '../app/session';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatDay, weekdayOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { LeftIcon, PlusIcon, RightIcon } from '../ui/icons';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { say } from '../ui/toast';
import classes from '../rooms/rooms.module.css';
import { HolidayForm, kindText } from './HolidayForm';

/** The official days of a year: everybody reads them, administrators correct what an announcement changed. */
export default function HolidaysPage() {
  const mayEdit = useHasRole('administrator');
  const [year, setYear] = useState(() => Number(dayOf(serverNow()).slice(0, 4)));
  const [edited, setEdited] = useState<Holiday | 'new' | null>(null);
  const days = useQuery({
    queryKey: [...holidaysKey, 'year', year],
    queryFn: () => getHolidays(`${year}-01-01`, `${year}-12-31`),
  });
  const changed = useChanged();
  return (
    <Page
      title={t('holidays.title')}
      acts={
        mayEdit && (
          <Button leftSection={<PlusIcon />} onClick={() => setEdited('new')}>
            {t('holidays.add')}
          </Button>
        )
      }
    >
      <p className={classes.explain}>{t('holidays.explain')}</p>
      <Group gap={6} mb="md">
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('holidays.previous')}
          onClick={() => setYear(year - 1)}
        >
          <LeftIcon />
        </ActionIcon>
        <b aria-live="polite">{t('holidays.year', { year })}</b>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('holidays.next')}
          onClick={() => setYear(year + 1)}
        >
          <RightIcon />
        </ActionIcon>
      </Group>
      {days.isPending ? (
        <Lines />
      ) : days.isError ? (
        <Failure error={days.error} retry={() => void days.refetch()} />
      ) : days.data.length === 0 ? (
        <Empty title={t('holidays.none')} />
      ) : (
        <Days days={days.data} mayEdit={mayEdit} onEdit={setEdited} onChanged={changed} />
      )}
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        position="right"
        size={420}
        title={edited === 'new' ? t('holidays.add') : t('holidays.editTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        {edited !== null && (
          <HolidayForm
            holiday={edited === 'new' ? null : edited}
            onDone={() => {
              setEdited(null);
              void changed();
            }}
          />
        )}
      </Drawer>
    </Page>
  );
}

/** The calendar shows them, and a check of a series judges by them. */
function useChanged() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: holidaysKey }),
      client.invalidateQueries({ queryKey: briefingsKey }),
    ]);
}

interface DaysProps {
  days: readonly Holiday[];
  mayEdit: boolean;
  onEdit: (day: Holiday) => void;
  onChanged: () => Promise<unknown>;
}

function Days({ days, mayEdit, onEdit, onChanged }: DaysProps) {
  const forget = async (day: Holiday) => {
    try {
      await forgetHoliday(day.date);
      say('done', t('holidays.forgotten', { date: formatDay(day.date) }));
    } catch (error) {
      say('failed', errorText(error));
    } finally {
      await onChanged();
    }
  };
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('holidays.date')}</th>
          <th scope="col">{t('holidays.name')}</th>
          <th scope="col">{t('holidays.kind')}</th>
          {mayEdit && (
            <th>
              <span className="visually-hidden">{t('do.edit')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.date}>
            <td className="numbers">
              {t(`day.${weekdayOf(day.date) as 0}`)} {formatDay(day.date)}
            </td>
            <td>
              {day.name}
              {day.provisional && <small>{t('holidays.provisional')}</small>}
              {day.changed && <small>{t('holidays.changed')}</small>}
            </td>
            <td>{kindText(day.kind)}</td>
            {mayEdit && (
              <td className={classes.acts}>
                {day.changed && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${t('holidays.forget')} ${formatDay(day.date)}`}
                    onClick={() => void forget(day)}
                  >
                    {t('holidays.forget')}
                  </Button>
                )}
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('do.edit')} ${formatDay(day.date)}`}
                  onClick={() => onEdit(day)}
                >
                  {t('do.edit')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
