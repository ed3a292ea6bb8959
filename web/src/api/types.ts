// Short names for the shapes of the API. The shapes themselves are generated: `npm run gen-api`.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Role = Schemas['Role'];
export type User = Schemas['SignedInUser'];
export type Session = Schemas['SessionAnswer'];
export type Account = Schemas['AccountAnswer'];
export type UnitRole = Schemas['UnitRole'];
export type NewAccount = Schemas['NewAccountRequest'];
export type AccountChange = Schemas['AccountRequest'];
export type AuditLine = Schemas['AuditLineAnswer'];
export type AuditChain = Schemas['AuditChainAnswer'];
/** Which lines of the audit trail are looked for. */
export interface AuditQuestion {
  from?: string | undefined;
  to?: string | undefined;
  person?: string | undefined;
  kind?: string | undefined;
  thing?: string | undefined;
  text?: string | undefined;
}
export type Token = Schemas['TokenAnswer'];
export type SetupRequest = Schemas['SetupRequest'];

export type Unit = Schemas['UnitAnswer'];
export type UnitRequest = Schemas['UnitRequest'];
export type Line = Schemas['LineAnswer'];
export type LineRequest = Schemas['LineRequest'];
export type Capacity = Schemas['CapacityAnswer'];
export type Peak = Schemas['PeakAnswer'];
export type Site = Schemas['SiteAnswer'];
export type PlaceReport = Schemas['PlaceReport'];
export type SiteRequest = Schemas['SiteRequest'];
export type Room = Schemas['RoomAnswer'];
export type RoomRequest = Schemas['RoomRequest'];

export type BriefingStatus = Schemas['BookingStatus'];
export type Phase = NonNullable<Schemas['ConferencePhase']>;
export type Occurrence = Schemas['CalendarEntry'];
export type CalendarBlock = Schemas['CalendarBlock'];
export type BriefingRequest = Schemas['BriefingRequest'];
export type Recurrence = Schemas['RecurrenceRequest'];
export type Series = Schemas['SeriesAnswer'];
export type BriefingSession = Schemas['BriefingOccurrence'];
export type DateAnswer = Schemas['DateAnswer'];
export type ClashPolicy = Schemas['ClashPolicy'];
export type HolidayPolicy = Schemas['HolidayPolicy'];
export type ChangeScope = Schemas['ChangeScope'];
export type Report = Schemas['ReportAnswer'];
export type Holiday = Schemas['HolidayAnswer'];
export type HolidayKind = NonNullable<Schemas['DayKind']>;
export type BookingCheck = Schemas['CheckAnswer'];
export type Clash = Schemas['ClashAnswer'];
export type PersonClash = Schemas['PersonClashAnswer'];
export type Slot = Schemas['SlotAnswer'];
export type OwnSession = Schemas['OwnSession'];
export type SecretaryAccount = Schemas['SecretaryAnswer'];
export type PapersRequest = Schemas['PapersRequest'];
export type TimesRequest = Schemas['TimesRequest'];
export type FoundTime = Schemas['FoundTimeAnswer'];
export type Shortage = Schemas['ShortageAnswer'];
export type Relief = Schemas['ReliefAnswer'];
export type UnfitRoom = Schemas['UnfitRoomAnswer'];
export type Secrecy = NonNullable<Schemas['Secrecy']>;
export type Encryption = NonNullable<Schemas['Protection']>;
export type Booked = Schemas['BookedAnswer'];
export type Briefing = Schemas['BriefingAnswer'];
export type Approval = Schemas['ApprovalAnswer'];
export type Step = Schemas['StepAnswer'];
export type Due = NonNullable<Schemas['StepAnswer']['due']>;
export type ApprovalRequest = Schemas['ApprovalRequestAnswer'];
export type UrgentApproved = Schemas['UrgentAnswer'];
export type Delegation = Schemas['DelegationAnswer'];
export type DialIn = NonNullable<Schemas['BriefingOccurrence']['dialIn']>;
export type Dossier = Schemas['DossierAnswer'];
export type DossierRequest = Schemas['DossierRequest'];
export type Preset = Schemas['PresetAnswer'];
export type Sketch = NonNullable<Schemas['PresetDetailAnswer']['sketch']>;
export type AgendaItem = Schemas['AgendaItemAnswer'];
export type CalledPoint = Schemas['CalledPointRequest'];
export type BriefingDocument = Schemas['DocumentAnswer'];
export type Attendance = Schemas['AttendanceAnswer'];
export type RoomAttendance = Schemas['RoomAttendance'];

export type LiveConference = Schemas['ConferenceAnswer'];
export type MoveWay = NonNullable<Schemas['MoveWay']>;
export type Acted = Schemas['ActAnswer'];
export type LegState = Schemas['LegState'];
export type LegReason = NonNullable<Schemas['LegReason']>;
export type MediaQuality = NonNullable<Schemas['MediaQuality']>;
export type MediaStatus = Schemas['MediaStatus'];
export type FarEndStatus = Schemas['FarEndStatus'];
export type SoundTreatment = Schemas['SoundTreatment'];
export type BoardHead = Schemas['BoardHead'];
export type BoardParticipant = Schemas['BoardParticipant'];
export type BoardSnapshot = Schemas['BoardSnapshot'];
export type BoardDelta = Schemas['BoardDelta'];
export type AsideStatus = NonNullable<Schemas['BoardParticipant']['aside']>;
export type SoundRequest = Schemas['SoundRequest'];
export type LevelsReport = Schemas['LevelsReport'];
export type Trace = Schemas['TraceAnswer'];
export type TracedMessage = Schemas['TracedMessage'];

export type Problem = Schemas['ApiProblem'];

export type SipBan = Schemas['SipBan'];
export type SipRegistration = Schemas['SipRegistration'];
export type SipAccount = Schemas['SipAccountAnswer'];
export type SipPassword = Schemas['SipPasswordAnswer'];
export type NamedNumber = Schemas['NamedNumber'];
export type Reach = Schemas['ReachAnswer'];

export type Recording = Schemas['RecordingAnswer'];
export type RecordingFile = Schemas['RecordingFileAnswer'];
export type RecordingMode = NonNullable<Schemas['RecordingMode']>;
export type RecordingEnd = NonNullable<Schemas['RecordingEnd']>;

export type MailPiece = Schemas['MailPieceAnswer'];
export type Invitations = Schemas['InvitationsAnswer'];
export type Held = Schemas['HeldAnswer'];
export type Invitee = Schemas['InviteeAnswer'];
export type SessionsReply = Schemas['SessionsReplyAnswer'];
export type OtherReply = Schemas['OtherReplyAnswer'];
export type Mailbox = Schemas['MailboxAnswer'];
export type Feed = Schemas['FeedAnswer'];
export type FeedKind = NonNullable<Schemas['FeedKind']>;

export type Retention = Schemas['RetentionAnswer'];
export type RetentionRule = Schemas['RetentionRuleAnswer'];
export type HeldAccount = Schemas['HeldAccountAnswer'];

export type Reorganisation = Schemas['ReorganisationAnswer'];
export type ReorganisationRequest = Schemas['ReorganisationRequest'];
export type ReorganisationPreview = Schemas['ReorganisationPreview'];
export type ReorganisingAct = NonNullable<Schemas['ReorganisingAct']>;
export type UnitMove = Schemas['MoveAnswer'];
export type HangingKind = UnitMove['kind'];
