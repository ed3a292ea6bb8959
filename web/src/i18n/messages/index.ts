import { approvalMessages } from './approval';
import { accountMessages } from './accounts';
import { auditMessages } from './audit';
import { boardMessages } from './board';
import { moveMessages } from './move';
import { bookingMessages } from './booking';
import { briefingMessages } from './briefing';
import { calendarMessages } from './calendar';
import { capacityMessages } from './capacity';
import { commonMessages } from './common';
import { holidayMessages } from './holidays';
import { recordingMessages } from './recording';
import { dossierMessages } from './dossier';
import { secondFactorMessages } from './secondFactor';
import { secrecyMessages } from './secrecy';
import { invitationMessages } from './invitations';
import { openIdMessages } from './openId';
import { peopleMessages } from './people';
import { placeMessages } from './places';
import { presetMessages } from './presets';
import { reorganisingMessages } from './reorganising';
import { reportMessages } from './reports';
import { retentionMessages } from './retention';
import { roomMessages } from './rooms';
import { seriesMessages } from './series';
import { sessionMessages } from './session';
import { sipPortMessages } from './sipport';
import { soundMessages } from './sound';
import { timesMessages } from './times';
import { timelineMessages } from './timeline';
import { traceMessages } from './trace';

/** Every text of the program: `[Vietnamese, English]`. A text without both languages does not compile. */
export const messages = {
  ...commonMessages,
  ...sessionMessages,
  ...calendarMessages,
  ...timelineMessages,
  ...holidayMessages,
  ...timesMessages,
  ...bookingMessages,
  ...capacityMessages,
  ...peopleMessages,
  ...seriesMessages,
  ...dossierMessages,
  ...secrecyMessages,
  ...briefingMessages,
  ...approvalMessages,
  ...boardMessages,
  ...moveMessages,
  ...soundMessages,
  ...recordingMessages,
  ...presetMessages,
  ...reportMessages,
  ...roomMessages,
  ...reorganisingMessages,
  ...placeMessages,
  ...invitationMessages,
  ...accountMessages,
  ...auditMessages,
  ...retentionMessages,
  ...secondFactorMessages,
  ...openIdMessages,
  ...sipPortMessages,
  ...traceMessages,
} as const satisfies Record<string, readonly [vi: string, en: string]>;

export type Messages = typeof messages;
export type MessageKey = keyof Messages;
