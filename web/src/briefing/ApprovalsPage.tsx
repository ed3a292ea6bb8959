import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getPending, pendingKey } from '../api/briefings';
import { roomsOf } from '../calendar/roomsOf';
import { SecrecyMark } from '../ui/SecrecyMark';
import { useRooms } from '../api/rooms';
import { t } from '../i18n/language';
import { dayOf, formatSpanWithDay, instantOf, weekdayOf } from '../time/time';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { BriefingActs } from './BriefingActs';
import classes from './briefing.module.css';

/** What waits for approval, the soonest first. */
export default function ApprovalsPage() {
  const pending = useQuery({ queryKey: pendingKey, queryFn: getPending, refetchInterval: 30_000 });
  const rooms = useRooms().data ?? [];
  return (
    <Page title={t('approvals.title')}>
      {pending.isPending && <Lines count={3} height={84} />}
      {pending.isError && <Failure error={pending.error} retry={() => void pending.refetch()} />}
      {pending.data?.length === 0 && <Empty title={t('approvals.none')}>{t('approvals.noneHint')}</Empty>}
      <ul className={classes.cards}>
        {pending.data?.map((one) => {
          const chair = rooms.find((room) => room.id === one.chairRoomId);
          const count = roomsOf(one).length;
          return (
            <li key={one.id} className={classes.card} data-testid="pending">
              <div>
                <Link to={`/briefings/${one.briefingId}`} className={classes.cardTitle ?? ''}>
                  {one.title}
                </Link>{' '}
                <SecrecyMark secrecy={one.secrecy} />
                <p className={classes.cardFacts}>
                  <b className="numbers">
                    {t(`day.${weekdayOf(dayOf(instantOf(one.start))) as 0}`)},{' '}
                    {formatSpanWithDay(instantOf(one.start), instantOf(one.end))}
                  </b>
                  {one.more > 0 && <span>{t('series.more', { n: one.more })}</span>}
                  <span>{t('calendar.rooms', { n: count })}</span>
                  {chair && (
                    <span>
                      {t('calendar.chair')}: {chair.name}
                    </span>
                  )}
                  <span>
                    {t('calendar.host')}: {one.hostName}
                  </span>
                </p>
              </div>
              <div className={classes.acts}>
                <BriefingActs
                  subject={{ id: one.briefingId, title: one.title, rooms: count }}
                  may={{ approve: true, return: true, cancel: false }}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}
