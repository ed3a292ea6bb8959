import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getRetention, retentionKey } from '../api/retention';
import type { HeldAccount, Retention, RetentionRule } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import { Failure, Lines, Page } from '../ui/page';
import classes from './retention.module.css';
import { SweepNow } from './SweepNow';
import { whatOf, whereOf } from './words';

/** What personal data is kept, where and how long, and what is due: for administrators. */
export default function RetentionPage() {
  const retention = useQuery({ queryKey: retentionKey, queryFn: getRetention });
  const [asked, setAsked] = useState(false);
  const due = retention.data?.rules.some((rule) => (rule.due ?? 0) > 0) ?? false;
  return (
    <Page
      wide
      title={t('retention.title')}
      acts={
        <Button variant="default" disabled={!due} onClick={() => setAsked(true)}>
          {retention.data && !due ? t('retention.nothing') : t('retention.run')}
        </Button>
      }
    >
      <p className={classes.explain}>{t('retention.explain')}</p>
      {retention.isPending && <Lines />}
      {retention.isError && <Failure error={retention.error} retry={() => void retention.refetch()} />}
      {retention.data && <Rules retention={retention.data} />}
      {retention.data && (
        <SweepNow opened={asked} rules={retention.data.rules} onClose={() => setAsked(false)} />
      )}
    </Page>
  );
}

function Rules({ retention }: { retention: Retention }) {
  const { rules, heldAccounts, lastRun } = retention;
  return (
    <>
      <p role="status">
        {lastRun === null
          ? t('retention.neverRun')
          : t('retention.lastRun', { time: formatDateTime(instantOf(lastRun)) })}
      </p>
      {heldAccounts.length > 0 && <Held accounts={heldAccounts} />}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.what}>
              {t('retention.what')}
            </th>
            <th scope="col">{t('retention.where')}</th>
            <th scope="col" className={classes.long}>
              {t('retention.howLong')}
            </th>
            <th scope="col" className={classes.number}>
              {t('retention.due')}
            </th>
            <th scope="col" className={classes.number}>
              {t('retention.removed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Rule({ rule }: { rule: RetentionRule }) {
  return (
    <tr>
      <th scope="row">{whatOf(rule.id)}</th>
      <td>{whereOf(rule.id)}</td>
      <td>
        {rule.days !== null &&
          (rule.days === 0 ? t('retention.forGood') : t('retention.days', { n: rule.days }))}
        {rule.days === null && '–'}
        {rule.setting !== null && <small>{rule.setting}</small>}
      </td>
      <td className={classes.number} data-due={(rule.due ?? 0) > 0}>
        {rule.due ?? '–'}
      </td>
      <td className={classes.number}>{rule.removed ?? '–'}</td>
    </tr>
  );
}

function Held({ accounts }: { accounts: readonly HeldAccount[] }) {
  return (
    <Alert color="yellow" variant="light" mb="md">
      {t('retention.held')}
      <ul className={classes.held}>
        {accounts.map(({ id, displayName, briefings }) => (
          <li key={id}>{t('retention.heldOne', { name: displayName, n: briefings })}</li>
        ))}
      </ul>
    </Alert>
  );
}
