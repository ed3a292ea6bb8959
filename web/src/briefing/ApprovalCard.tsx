import { Link } from 'react-router';
import { useRooms } from '../api/rooms';
import type { ApprovalRequest } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { instantOf } from '../time/time';
import { spanWithWeekday } from '../time/weekday';
import { SecrecyMark } from '../ui/SecrecyMark';
import { PeopleWarning } from '../booking/PeopleWarning';
import { BriefingActs } from './BriefingActs';
import { Deadline, UrgentMark } from './Steps';
import classes from './approval.module.css';

/** One request as who decides reads it: when, who, until when to decide, and what a yes does to others. */
export function ApprovalCard({ one }: { one: ApprovalRequest }) {
  const rooms = useRooms().data ?? [];
  const chair = rooms.find((room) => room.id === one.chairRoomId);
  const turn = one.approval.steps.find((step) => step.state === 'waiting');
  const given = one.approval.steps.filter((step) => step.state === 'given');
  const begun = instantOf(one.start) <= serverNow() && turn?.due !== 'missed';
  return (
    <div className={classes.card} data-testid="pending" data-urgent={one.approval.urgentReason !== null}>
      <div>
        <Link to={`/briefings/${one.briefingId}`} className={classes.title ?? ''}>
          {one.title}
        </Link>{' '}
        <UrgentMark reason={one.approval.urgentReason} /> <SecrecyMark secrecy={one.secrecy} />
        <p className={classes.facts}>
          <b className="numbers">{spanWithWeekday(instantOf(one.start), instantOf(one.end))}</b>
          {one.sessions > 1 && <span>{t('series.more', { n: one.sessions - 1 })}</span>}
          <span>{t('calendar.rooms', { n: one.roomIds.length })}</span>
          {chair && (
            <span>
              {t('calendar.chair')}: {chair.name}
            </span>
          )}
          <span>
            {t('calendar.host')}: {one.bookedBy}
          </span>
          {one.mode === 'lecture' && <span>{t('mode.lecture')}</span>}
          {one.recording !== 'none' && <span>{t(`recordings.mode.${one.recording}`)}</span>}
          {one.helpWanted && <span>{t('dossier.helpWanted')}</span>}
        </p>
        <p className={classes.facts}>
          {turn && (
            <span>
              {t(`step.${turn.step}`)}: <Deadline step={turn} />
            </span>
          )}
          {given.map((step) => (
            <span key={step.step}>
              ✓ {t(`step.${step.step}`)}: {step.by}
            </span>
          ))}
        </p>
        {one.approval.urgentReason !== null && (
          <p className={classes.told}>{t('urgent.because', { reason: one.approval.urgentReason })}</p>
        )}
        {begun && <p className={classes.told}>{t('approvals.started')}</p>}
        <Consequences one={one} />
        <div className={classes.people}>
          <PeopleWarning people={one.people} />
        </div>
      </div>
      <div className={classes.acts}>
        <BriefingActs
          subject={{ id: one.briefingId, title: one.title, rooms: one.roomIds.length }}
          may={{ approve: one.gives.length > 0, return: one.mayReturn, cancel: false }}
          gives={one.gives}
        />
      </div>
    </div>
  );
}

/** What approving it does to the requests for its rooms, told before the click. */
function Consequences({ one }: { one: ApprovalRequest }) {
  const names = new Map(useRooms().data?.map((room) => [room.id, room.shortName]));
  if (one.rivals.length === 0) return null;
  return (
    <div data-testid="rivals">
      <p className={classes.told}>
        <b>{t(one.approval.competing ? 'rival.competes' : 'rival.holds')}</b>
      </p>
      {one.rivals.map((rival) => (
        <p key={rival.briefingId} className={classes.told}>
          <span aria-hidden="true">⇄</span>{' '}
          {t('rival.shared', {
            n: rival.roomIds.length,
            rooms: rival.roomIds.map((id) => names.get(id) ?? '').join(', '),
          })}{' '}
          {one.gives.includes('office') && (
            <>
              <br />
              {t('rival.consequence', { title: rival.title })}
            </>
          )}
        </p>
      ))}
    </div>
  );
}
