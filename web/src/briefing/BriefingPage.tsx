import { Button, Paper, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { briefingKey, getBriefing } from '../api/briefings';
import type { Briefing, Dossier } from '../api/types';
import { useHasRole, useIsWorker } from '../app/session';
import { standingOf, StatusMark } from '../calendar/status';
import { t, type MessageKey } from '../i18n/language';
import { messages } from '../i18n/messages';
import { formatDateTime, formatTime, instantOf } from '../time/time';
import { spanWithWeekday } from '../time/weekday';
import { serverNow } from '../time/clock';
import { CopyIcon, EditIcon, LiveIcon, PrintIcon } from '../ui/icons';
import { SecrecyMark } from '../ui/SecrecyMark';
import { Failure, Lines, Page } from '../ui/page';
import { Invitations } from '../invitations/Invitations';
import { Recordings } from '../recording/Recordings';
import { SaveTemplate } from '../presets/SaveTemplate';
import { PeopleWarning } from '../booking/PeopleWarning';
import { Agenda } from './Agenda';
import { Attendance } from './Attendance';
import { DialIn } from './DialIn';
import { BriefingActs } from './BriefingActs';
import { Documents } from './Documents';
import { SeriesRule, Sessions } from './Sessions';
import { Steps, UrgentMark } from './Steps';
import classes from './briefing.module.css';

export default function BriefingPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: briefingKey(id),
    queryFn: () => getBriefing(id),
    refetchInterval: 30_000,
  });
  if (query.isPending)
    return (
      <Page title={t('calendar.briefing')}>
        <Lines />
      </Page>
    );
  if (query.isError)
    return (
      <Page title={t('error.pageTitle')}>
        <Failure error={query.error} retry={() => void query.refetch()} />
        <WayBack />
      </Page>
    );
  return <Details briefing={query.data} />;
}

/** Who only has sessions of his own sees no calendar. */
function WayBack() {
  const isWorker = useIsWorker();
  return (
    <Button component={Link} to={isWorker ? '/calendar' : '/mine'} variant="default" mt="md">
      {t(isWorker ? 'error.toCalendar' : 'mine.title')}
    </Button>
  );
}

function Details({ briefing }: { briefing: Briefing }) {
  const mayBook = useHasRole('clerk', 'approver');
  const isWorker = useIsWorker();
  const chair = briefing.rooms.find((room) => room.id === briefing.chairRoomId);
  const occurrence = briefing.occurrences[0];
  const live = briefing.occurrences.find((one) => one.phase === 'running' || one.phase === 'waiting');
  // Of a series: the session that runs, else the next one.
  const called = live ?? briefing.occurrences.find((one) => instantOf(one.end) > serverNow()) ?? occurrence;
  const running = live?.phase === 'running';
  return (
    <Page
      title={briefing.title}
      acts={
        <>
          {live && briefing.status === 'approved' && (
            <Button
              component={Link}
              to={`/live/${live.id}`}
              leftSection={<LiveIcon />}
              variant={running ? 'filled' : 'default'}
            >
              {t('briefing.board')}
            </Button>
          )}
          <BriefingActs
            subject={{ id: briefing.id, title: briefing.title, rooms: briefing.rooms.length }}
            may={briefing.may}
            gives={briefing.may.gives}
          />
          {briefing.may.edit && (
            <Button
              component={Link}
              to={`/briefings/${briefing.id}/edit`}
              variant="default"
              leftSection={<EditIcon />}
            >
              {t('do.edit')}
            </Button>
          )}
          {mayBook && (
            <Button
              component={Link}
              to={`/calendar/new?copy=${briefing.id}`}
              variant="default"
              leftSection={<CopyIcon />}
            >
              {t('copy.do')}
            </Button>
          )}
          {mayBook && <SaveTemplate briefing={briefing} />}
          <Button variant="default" leftSection={<PrintIcon />} onClick={() => window.print()}>
            {t('do.print')}
          </Button>
        </>
      }
    >
      <div className={classes.columns}>
        <Paper withBorder p="lg">
          <p className={classes.status}>
            <StatusMark
              standing={standingOf(
                briefing.status,
                briefing.series ? live?.phase : (live?.phase ?? occurrence?.phase),
                !briefing.series && occurrence?.defective,
              )}
            />{' '}
            <UrgentMark reason={briefing.approval.urgentReason} /> <SecrecyMark secrecy={briefing.secrecy} />
          </p>
          <Steps approval={briefing.approval} />
          {briefing.approval.urgentReason !== null && (
            <p className={classes.soft}>{t('urgent.because', { reason: briefing.approval.urgentReason })}</p>
          )}
          {briefing.secrecy !== 'open' && (
            <p className={classes.secret} data-testid="not-enough">
              {t('secrecy.notEnough')} {t('secrecy.noDialIn')}
            </p>
          )}
          {briefing.status === 'returned' && briefing.returnReason && (
            <div className={classes.returned}>
              <b>{t('briefing.returned', { reason: briefing.returnReason })}</b>
              {briefing.may.edit && <p>{t('briefing.returnedHint')}</p>}
            </div>
          )}
          {briefing.status === 'pending' && (
            <p className={classes.soft}>
              {t(briefing.approval.competing ? 'rival.pendingHint' : 'briefing.pendingHint')}
            </p>
          )}
          <div className={classes.people}>
            <PeopleWarning people={briefing.people} />
          </div>
          <dl className={classes.facts}>
            {briefing.series && <SeriesRule series={briefing.series} />}
            {occurrence && !briefing.series && (
              <>
                <Fact label={t('briefing.when')}>
                  <b className="numbers">
                    {spanWithWeekday(instantOf(occurrence.start), instantOf(occurrence.end))}
                  </b>
                </Fact>
                <Fact label={t('briefing.connect')}>
                  <span className="numbers">{formatTime(instantOf(occurrence.connectAt))}</span>
                </Fact>
              </>
            )}
            {called?.dialIn && (
              <Fact label={t('dialIn.title')}>
                <DialIn way={called.dialIn} />
              </Fact>
            )}
            {!briefing.series && occurrence && briefing.setUpMinutes > 0 && (
              <Fact label={t('dossier.technical')}>
                <span className="numbers">
                  {t('dossier.setUpFrom', {
                    n: briefing.setUpMinutes,
                    time: formatTime(instantOf(occurrence.start) - briefing.setUpMinutes * 60_000),
                  })}
                </span>
              </Fact>
            )}
            {briefing.series && briefing.setUpMinutes > 0 && (
              <Fact label={t('dossier.technical')}>{t('word.minutes', { n: briefing.setUpMinutes })}</Fact>
            )}
            <Fact label={t('briefing.chair')}>{chair?.name}</Fact>
            <Fact label={t('encryption.label')}>{encryptionText(briefing)}</Fact>
            <People dossier={briefing.dossier} />
            <Fact label={t('briefing.bookedBy')}>{briefing.bookedBy}</Fact>
            <Fact label={t('briefing.bookedAt')}>
              <span className="numbers">{formatDateTime(instantOf(briefing.createdAt))}</span>
            </Fact>
            {briefing.note && (
              <Fact label={t('briefing.note')}>{<span className={classes.note}>{briefing.note}</span>}</Fact>
            )}
            {briefing.dossier.technicianNote && (
              <Fact label={t('dossier.technicianNote')}>
                <span className={classes.note} data-testid="technician-note">
                  {briefing.dossier.technicianNote}
                </span>
              </Fact>
            )}
          </dl>
        </Paper>
        <Paper withBorder p="lg">
          <Title order={2} size="h4" mb="xs">
            {t('briefing.history')}
          </Title>
          <ol className={classes.history}>
            {briefing.history.map((entry, index) => (
              <li key={index}>
                <span className="numbers">{formatDateTime(instantOf(entry.at))}</span>
                <span>
                  <b>{actionText(entry.action)}</b> – {entry.who}
                  {entry.detail && <q>{entry.detail}</q>}
                </span>
              </li>
            ))}
          </ol>
        </Paper>
      </div>
      <Agenda briefing={briefing} />
      <Documents briefing={briefing} />
      {isWorker && <Invitations briefing={briefing} />}
      {briefing.series && <Sessions briefing={briefing} />}
      <Paper withBorder p="lg" mt="lg">
        <Title order={2} size="h4" mb="xs">
          {t('briefing.rooms', { n: briefing.rooms.length })}
        </Title>
        <ul className={classes.rooms}>
          {briefing.rooms.map((room) => (
            <li key={room.id}>
              {room.role === 'chair' ? (
                <b>
                  <span aria-hidden="true">★</span> {room.name} ({t('board.chair')})
                </b>
              ) : (
                <>
                  {room.name}
                  {room.optional && <span className={classes.soft}> ({t('briefing.optional')})</span>}
                  {!briefing.series && occurrence?.withoutRoomIds.includes(room.id) && (
                    <span className={classes.soft}> – {t('booking.heldWithout')}</span>
                  )}
                </>
              )}
              {room.kbits !== null && (
                <span className={classes.soft}>
                  {' '}
                  – {t('capacity.lowered')}: {t('capacity.kbits', { n: room.kbits })}
                </span>
              )}
            </li>
          ))}
        </ul>
      </Paper>
      {isWorker && <Recordings briefingId={briefing.id} isSecret={briefing.secrecy !== 'open'} />}
      {briefing.occurrences.some((one) => one.phase !== null) && <Attendance briefingId={briefing.id} />}
    </Page>
  );
}

/** What was booked, and what that comes to. */
const encryptionText = ({ encryption, encryptionRequired }: Briefing): string =>
  encryptionRequired ? t('encryption.required') : t(`encryption.${encryption ?? 'default'}`);

/** Invitation, host unit, chair, secretary, mode and help, as far as they are known. */
function People({ dossier }: { dossier: Dossier }) {
  const facts = [
    [t('dossier.invitationNumber'), dossier.invitationNumber],
    [t('dossier.host'), dossier.hostUnitName],
    [t('dossier.chairPerson'), dossier.chairPerson],
    [t('dossier.secretary'), secretaryText(dossier)],
    [t('dossier.mode'), dossier.mode === 'lecture' && t('mode.lecture')],
    [t('dossier.helpWanted'), dossier.helpWanted && (dossier.helpNote ?? t('word.yes'))],
  ] as const;
  return facts.map(
    ([label, value]) =>
      value && (
        <Fact key={label} label={label}>
          <span className={classes.note}>{value}</span>
        </Fact>
      ),
  );
}

/** Who writes it down, and by which account. */
function secretaryText({ secretary, secretaryAccount: account }: Dossier): string | null {
  if (!account) return secretary;
  const who =
    account.displayName === secretary ? account.userName : `${account.displayName} (${account.userName})`;
  return `${secretary ?? account.displayName} – ${t(account.retired ? 'secretary.retired' : 'secretary.named', { who })}`;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The word for an action; a word this page does not know yet is shown as it came. */
function actionText(action: string): string {
  const key = `history.${action}`;
  return key in messages ? t(key as Extract<MessageKey, 'history.booked'>) : action;
}
