import type { Report } from '../api/types';
import { t } from '../i18n/language';
import { hoursText, percentText, shareText } from './figures';
import classes from './reports.module.css';

/** The period at a glance: a figure, what it is, and what it is made of. */
export function Cards({ total }: { total: Report['total'] }) {
  const count = Object.fromEntries(total.sessions.map((one) => [one.fate, one.count])) as Record<
    Report['total']['sessions'][number]['fate'],
    number
  >;
  const { cancelled, returned, notApproved, nobodyCame, defective, held, coming, running } = count;
  const all = total.sessions.reduce((sum, one) => sum + one.count, 0);
  return (
    <dl className={classes.cards}>
      <Card name={t('report.card.sessions')} figure={String(all)}>
        {t('report.card.held', { held, coming: coming + running })}
      </Card>
      <Card
        name={t('report.card.failed')}
        figure={String(cancelled + returned + notApproved + nobodyCame + defective)}
      >
        {t('report.card.failedOf', { cancelled, returned, notApproved, nobodyCame })}
      </Card>
      <Card name={t('report.card.attendance')} figure={shareText(total.present, total.expected)}>
        {t('report.card.attendanceOf', { present: total.present, expected: total.expected })}
      </Card>
      <Card name={t('report.card.onTime')} figure={shareText(total.onTime, total.expected)}>
        {t('report.card.onTimeOf', { onTime: total.onTime })}
      </Card>
      <Card name={t('report.card.hours')} figure={hoursText(total.heldHours)}>
        {t('report.card.hoursOf', { planned: hoursText(total.plannedHours) })}
      </Card>
      <Card name={t('report.card.lost')} figure={String(total.lost)}>
        {t('report.card.lostOf')}
      </Card>
      <Card
        name={t('report.card.lead')}
        figure={
          total.leadDays === null
            ? percentText(null)
            : t('report.card.leadDays', { days: hoursText(total.leadDays) })
        }
      >
        {t('report.card.leadOf', { short: total.shortNotice, all: total.briefings })}
      </Card>
    </dl>
  );
}

function Card({ name, figure, children }: { name: string; figure: string; children: string }) {
  return (
    <div className={classes.card}>
      <dt>{name}</dt>
      <dd>
        <b className="numbers">{figure}</b>
        <small>{children}</small>
      </dd>
    </div>
  );
}
