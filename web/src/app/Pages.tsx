import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import type { Session } from '../api/types';
import { SetupPage } from '../signin/SetupPage';
import { SignInPage } from '../signin/SignInPage';
import { WaitingPage } from '../signin/WaitingPage';
import { Lines } from '../ui/page';
import { NotFoundPage } from './NotFoundPage';
import { useHasRole, useIsWorker, useUser } from './session';
import { Shell } from './Shell';
import { useDecides } from './useDecides';
import { useWayBack } from './useWayBack';

const CalendarPage = lazy(() => import('../calendar/CalendarPage'));
const BookingPage = lazy(() => import('../booking/BookingPage'));
const BriefingPage = lazy(() => import('../briefing/BriefingPage'));
const ApprovalsPage = lazy(() => import('../briefing/ApprovalsPage'));
const LivePage = lazy(() => import('../board/LivePage'));
const BoardPage = lazy(() => import('../board/BoardPage'));
const TracePage = lazy(() => import('../trace/TracePage'));
const PresetsPage = lazy(() => import('../presets/PresetsPage'));
const RoomsPage = lazy(() => import('../rooms/RoomsPage'));
const OutboxPage = lazy(() => import('../invitations/OutboxPage'));
const LetterPage = lazy(() => import('../invitations/LetterPage'));
const SipPortPage = lazy(() => import('../sipport/SipPortPage'));
const AccountsPage = lazy(() => import('../accounts/AccountsPage'));
const HolidaysPage = lazy(() => import('../holidays/HolidaysPage'));
const ReportsPage = lazy(() => import('../reports/ReportsPage'));
const AuditPage = lazy(() => import('../audit/AuditPage'));
const RetentionPage = lazy(() => import('../retention/RetentionPage'));
const OwnSessionsPage = lazy(() => import('../mine/OwnSessionsPage'));
const ProfilePage = lazy(() => import('../accounts/ProfilePage'));

const later = (page: React.ReactNode) => <Suspense fallback={<PageLoading />}>{page}</Suspense>;

/** Which page an address shows. Without sign-in every address leads to the sign-in and back again. */
export function Pages({ session }: { session: Session }) {
  const location = useLocation();
  if (session.setupNeeded)
    return (
      <Routes>
        <Route path="/setup" element={<SetupPage />} />
        <Route path="*" element={<Navigate to={{ pathname: '/setup', search: location.search }} replace />} />
      </Routes>
    );
  if (!session.user)
    return (
      <Routes>
        <Route path="/signin" element={<SignInPage />} />
        <Route path="*" element={<Navigate to="/signin" state={{ from: location }} replace />} />
      </Routes>
    );
  return <SignedInPages />;
}

function SignedInPages() {
  const isWorker = useIsWorker();
  const { secondFactor, roles, named } = useUser();
  if (secondFactor.due) return <PagesBeforeSecondFactor />;
  if (isWorker) return <WorkersPages />;
  if (named) return <NamedPages />;
  return roles.length === 0 ? <WaitingPage /> : <AuditorsPages />;
}

/** Of one whose roles count only once he has set up the second step. */
function PagesBeforeSecondFactor() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/profile" element={later(<ProfilePage />)} />
        <Route path="*" element={<Navigate to="/profile" replace />} />
      </Route>
    </Routes>
  );
}

/** Of one who is named secretary of a session, and has no role that shows more; an auditor keeps what is his. */
function NamedPages() {
  const mayAudit = useHasRole('auditor');
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/mine" element={later(<OwnSessionsPage />)} />
        <Route path="/briefings/:id" element={later(<BriefingPage />)} />
        <Route path="/live/:id" element={later(<BoardPage />)} />
        {mayAudit && <Route path="/audit" element={later(<AuditPage />)} />}
        {mayAudit && <Route path="/reports" element={later(<ReportsPage />)} />}
        <Route path="/profile" element={later(<ProfilePage />)} />
        <Route path="/signin" element={<AfterSignIn home="/mine" />} />
        <Route path="*" element={<Navigate to="/mine" replace />} />
      </Route>
    </Routes>
  );
}

/** Of one who only reads the audit trail. */
function AuditorsPages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/audit" element={later(<AuditPage />)} />
        <Route path="/reports" element={later(<ReportsPage />)} />
        <Route path="/profile" element={later(<ProfilePage />)} />
        <Route path="*" element={<Navigate to="/audit" replace />} />
      </Route>
    </Routes>
  );
}

function WorkersPages() {
  const decides = useDecides();
  const mayBook = useHasRole('clerk', 'approver');
  const mayOperate = useHasRole('technician');
  const isAdministrator = useHasRole('administrator');
  const mayAudit = useHasRole('auditor');
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/calendar" element={later(<CalendarPage />)} />
        <Route path="/calendar/new" element={later(<BookingPage />)} />
        <Route path="/briefings/:id/edit" element={later(<BookingPage />)} />
        <Route path="/briefings/:id" element={later(<BriefingPage />)} />
        <Route path="/briefings/:id/letter" element={later(<LetterPage />)} />
        {mayBook && <Route path="/outbox" element={later(<OutboxPage />)} />}
        {decides && <Route path="/approvals" element={later(<ApprovalsPage />)} />}
        <Route path="/live" element={later(<LivePage />)} />
        <Route path="/live/:id" element={later(<BoardPage />)} />
        {mayOperate && <Route path="/live/:id/trace/:roomId" element={later(<TracePage />)} />}
        <Route path="/presets" element={later(<PresetsPage />)} />
        <Route path="/rooms" element={later(<RoomsPage />)} />
        {mayOperate && <Route path="/sipport" element={later(<SipPortPage />)} />}
        {isAdministrator && <Route path="/accounts" element={later(<AccountsPage />)} />}
        {mayAudit && <Route path="/audit" element={later(<AuditPage />)} />}
        {isAdministrator && <Route path="/retention" element={later(<RetentionPage />)} />}
        <Route path="/reports" element={later(<ReportsPage />)} />
        <Route path="/holidays" element={later(<HolidaysPage />)} />
        <Route path="/mine" element={later(<OwnSessionsPage />)} />
        <Route path="/profile" element={later(<ProfilePage />)} />
        <Route path="/" element={<Navigate to="/calendar" replace />} />
        <Route path="/signin" element={<AfterSignIn />} />
        {/* Right after the set-up there are no rooms yet. */}
        <Route path="/setup" element={<Navigate to="/rooms" replace />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

/** Back to the page that asked for the sign-in. */
function AfterSignIn({ home = '/calendar' }: { home?: string }) {
  return <Navigate to={useWayBack() ?? home} replace />;
}

function PageLoading() {
  return (
    <div style={{ padding: 20 }}>
      <Lines />
    </div>
  );
}
