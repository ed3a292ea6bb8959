import { Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { NavLink, Outlet, useNavigate } from 'react-router';
import { useLiveList } from '../api/live';
import { approvalsKey, getApprovals } from '../api/approvals';
import { declinedKey, getDeclined } from '../api/invitations';
import { t } from '../i18n/language';
import {
  CalendarIcon,
  CheckIcon,
  DownIcon,
  LiveIcon,
  MailIcon,
  PeopleIcon,
  ReportIcon,
  RoomIcon,
  ShieldIcon,
} from '../ui/icons';
import { Toasts } from '../ui/toast';
import { useHubEvents } from '../live/useHubEvents';
import { LanguageButton } from './LanguageButton';
import { useHasRole, useIsWorker, useSession, useUser } from './session';
import { useDecides } from './useDecides';
import { useLeave } from './useLeave';
import classes from './shell.module.css';

/** The frame of every page behind the sign-in: where one is, where one can go, and who one is. */
export function Shell() {
  const isWorker = useIsWorker();
  const isNamed = useSession()?.user?.named ?? false;
  useHubEvents(isWorker || isNamed);
  const organisation = useSession()?.organisation;
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('app.skipToContent')}
      </a>
      <header className={`${classes.header ?? ''} no-print`}>
        <NavLink to="/" className={classes.brand ?? ''}>
          <img src="/favicon.svg" alt="" width={30} height={30} />
          <span>
            <b>{t('app.name')}</b>
            {organisation && <small>{organisation}</small>}
          </span>
        </NavLink>
        {isWorker ? <MainMenu /> : <OthersMenu isNamed={isNamed} />}
        <div className={classes.right}>
          <LanguageButton />
          <UserMenu />
        </div>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      <Toasts />
    </div>
  );
}

function MainMenu() {
  const decides = useDecides();
  const mayBook = useHasRole('clerk', 'approver');
  const mayOperate = useHasRole('technician');
  const isAdministrator = useHasRole('administrator');
  return (
    <nav className={classes.nav} aria-label={t('nav.main')}>
      <NavLink to="/calendar" className={classes.link ?? ''}>
        <CalendarIcon /> {t('nav.calendar')}
      </NavLink>
      {decides && <ApprovalsLink />}
      <LiveLink />
      <NavLink to="/rooms" className={classes.link ?? ''}>
        <RoomIcon /> {t('nav.rooms')}
      </NavLink>
      {mayBook && <OutboxLink />}
      <ReportsLink />
      {mayOperate && (
        <NavLink to="/sipport" className={classes.link ?? ''}>
          <ShieldIcon /> {t('nav.sipport')}
        </NavLink>
      )}
      {isAdministrator && (
        <NavLink to="/accounts" className={classes.link ?? ''}>
          <PeopleIcon /> {t('nav.accounts')}
        </NavLink>
      )}
    </nav>
  );
}

/** Of auditors, and of who is named secretary of a session without any other role. */
function OthersMenu({ isNamed }: { isNamed: boolean }) {
  const mayAudit = useHasRole('auditor');
  if (!mayAudit && !isNamed) return null;
  return (
    <nav className={classes.nav} aria-label={t('nav.main')}>
      {isNamed && (
        <NavLink to="/mine" className={classes.link ?? ''}>
          <CalendarIcon /> {t('mine.title')}
        </NavLink>
      )}
      {mayAudit && (
        <NavLink to="/audit" className={classes.link ?? ''}>
          <CheckIcon /> {t('audit.title')}
        </NavLink>
      )}
      {mayAudit && <ReportsLink />}
    </nav>
  );
}

function OutboxLink() {
  const { data } = useQuery({ queryKey: declinedKey, queryFn: getDeclined, refetchInterval: 60_000 });
  return (
    <NavLink to="/outbox" className={classes.link ?? ''}>
      <MailIcon /> {t('nav.outbox')}
      <Count n={data?.length ?? 0} label={(n) => t('replies.declinedCount', { n })} />
    </NavLink>
  );
}

function ReportsLink() {
  return (
    <NavLink to="/reports" className={classes.link ?? ''}>
      <ReportIcon /> {t('nav.reports')}
    </NavLink>
  );
}

function ApprovalsLink() {
  const { data } = useQuery({ queryKey: approvalsKey, queryFn: getApprovals, refetchInterval: 60_000 });
  const isApprover = useHasRole('approver');
  const mine = data?.waiting.filter((one) => one.gives.length > 0).length ?? 0;
  // Where the office decides alone, technicians are not shown a page that is none of theirs.
  const concerns =
    isApprover ||
    mine > 0 ||
    data?.actsFor.length ||
    data?.urgent.length ||
    data?.waiting.some((one) => one.approval.steps.some((step) => step.step === 'technical'));
  if (!concerns) return null;
  return (
    <NavLink to="/approvals" className={classes.link ?? ''}>
      <CheckIcon /> {t('nav.approvals')}
      <Count n={mine} label={(n) => t('nav.waiting', { n })} />
    </NavLink>
  );
}

function LiveLink() {
  const list = useLiveList();
  const running = list.data?.filter((conference) => conference.phase === 'running').length ?? 0;
  return (
    <NavLink to="/live" className={classes.link ?? ''}>
      <LiveIcon /> {t('nav.live')}
      <Count n={running} label={(n) => t('nav.running', { n })} />
    </NavLink>
  );
}

function Count({ n, label }: { n: number; label: (n: number) => string }) {
  if (n === 0) return null;
  return (
    <span className={classes.count} title={label(n)}>
      <span aria-hidden="true">{n}</span>
      <span className="visually-hidden">{label(n)}</span>
    </span>
  );
}

function UserMenu() {
  const user = useUser();
  const isWorker = useIsWorker();
  const mayAudit = useHasRole('auditor');
  const isAdministrator = useHasRole('administrator');
  const navigate = useNavigate();
  const leave = useLeave();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user ?? ''}>
          <span>{user.displayName}</span>
          <DownIcon size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.roles.map((role) => t(`role.${role}`)).join(', ') || t('mine.secretary')}
        </Menu.Label>
        {isWorker && <Menu.Item onClick={() => void navigate('/mine')}>{t('mine.title')}</Menu.Item>}
        <Menu.Item onClick={() => void navigate('/profile')}>{t('nav.profile')}</Menu.Item>
        {isWorker && <Menu.Item onClick={() => void navigate('/holidays')}>{t('holidays.title')}</Menu.Item>}
        {mayAudit && <Menu.Item onClick={() => void navigate('/audit')}>{t('audit.title')}</Menu.Item>}
        {isAdministrator && (
          <Menu.Item onClick={() => void navigate('/retention')}>{t('retention.title')}</Menu.Item>
        )}
        <Menu.Item onClick={() => void leave()}>{t('nav.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
