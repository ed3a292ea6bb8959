import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { approvalsKey, getApprovals } from '../api/approvals';
import type { ApprovalRequest, UrgentApproved } from '../api/types';
import { t } from '../i18n/language';
import { formatSpanWithDay, instantOf } from '../time/time';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { ApprovalCard } from './ApprovalCard';
import { UrgentMark } from './Steps';
import { isMissed, rivalGroups, turnOf } from './waiting';
import classes from './approval.module.css';

/** What waits for approval: requests for the same rooms side by side, then step by step, urgent ones first and then by deadline. */
export default function ApprovalsPage() {
  const query = useQuery({ queryKey: approvalsKey, queryFn: getApprovals, refetchInterval: 30_000 });
  const all = query.data?.waiting ?? [];
  const waiting = all.filter((one) => !isMissed(one));
  const missed = all.filter(isMissed);
  const groups = rivalGroups(waiting);
  const grouped = new Set(groups.flat().map((one) => one.briefingId));
  const alone = waiting.filter((one) => !grouped.has(one.briefingId));
  const twoSteps = waiting.some((one) => one.approval.steps.some((step) => step.step === 'technical'));
  return (
    <Page title={t('approvals.title')}>
      {query.isPending && <Lines count={3} height={84} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && query.data.actsFor.length > 0 && (
        <p>{t('approvals.actsFor', { names: query.data.actsFor.join(', ') })}</p>
      )}
      {query.data && waiting.length === 0 && (
        <Empty title={t('approvals.none')}>{t('approvals.noneHint')}</Empty>
      )}
      {groups.map((group) => (
        <Section key={group[0]?.briefingId} title={t('rival.title')}>
          <div className={classes.pair}>
            {group.map((one) => (
              <ApprovalCard key={one.briefingId} one={one} />
            ))}
          </div>
        </Section>
      ))}
      {twoSteps ? (
        <div className={classes.columns}>
          {(['office', 'technical'] as const).map((step) => (
            <section key={step} className={classes.column} aria-label={t(`step.${step}`)}>
              <h2>{t(`step.${step}`)}</h2>
              <Cards list={alone.filter((one) => turnOf(one) === step)} empty={t('approvals.noneInStep')} />
            </section>
          ))}
        </div>
      ) : (
        <Cards list={alone} />
      )}
      {query.data && query.data.urgent.length > 0 && <UrgentList list={query.data.urgent} />}
      {missed.length > 0 && <MissedList list={missed} />}
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Cards({ list, empty }: { list: ApprovalRequest[]; empty?: string }) {
  if (list.length === 0) return empty ? <p className={classes.soft}>{empty}</p> : null;
  return (
    <ul className={classes.cards}>
      {list.map((one) => (
        <li key={one.briefingId}>
          <ApprovalCard one={one} />
        </li>
      ))}
    </ul>
  );
}

/** Technicians were not asked: here they read what comes. */
function UrgentList({ list }: { list: UrgentApproved[] }) {
  return (
    <div style={{ marginTop: 24 }} data-testid="urgent-approved">
      <Section title={t('urgent.approved')}>
        <p className={classes.soft}>{t('urgent.approvedHint')}</p>
        <ul className={classes.cards}>
          {list.map((one) => (
            <li key={one.briefingId}>
              <UrgentMark reason={one.reason} /> <Link to={`/briefings/${one.briefingId}`}>{one.title}</Link>,{' '}
              <span className="numbers">{formatSpanWithDay(instantOf(one.start), instantOf(one.end))}</span> –{' '}
              {one.reason}
              {one.by && ` (${t('urgent.by', { who: one.by })})`}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function MissedList({ list }: { list: ApprovalRequest[] }) {
  return (
    <div style={{ marginTop: 24 }} data-testid="missed">
      <Section title={t('approvals.missed')}>
        <ul className={classes.cards}>
          {list.map((one) => (
            <li key={one.briefingId}>
              <span aria-hidden="true">✕</span> <Link to={`/briefings/${one.briefingId}`}>{one.title}</Link>,{' '}
              <span className="numbers">{formatSpanWithDay(instantOf(one.start), instantOf(one.end))}</span>.{' '}
              {t('approvals.missedWhy', { step: t(`step.${turnOf(one)}`).toLowerCase() })}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
