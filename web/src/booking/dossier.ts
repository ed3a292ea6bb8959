import type { BriefingRequest, Dossier, DossierRequest, SecretaryAccount } from '../api/types';

/** One point of the agenda as it is being typed. */
export interface AgendaDraft {
  /** Its own for as long as it is edited, so that moving it keeps the fields in hand. */
  key: string;
  topic: string;
  speaker: string;
  roomId: string | null;
  minutes: string;
}

export interface LinkDraft {
  key: string;
  title: string;
  url: string;
}

/** The papers and people of a briefing as they are being typed. */
export interface DossierDraft {
  invitationNumber: string;
  hostUnitId: string | null;
  chairPerson: string;
  secretary: string;
  chairMail: string;
  secretaryMail: string;
  /** The account that is to do a secretary's work. */
  secretaryAccount: Pick<SecretaryAccount, 'id' | 'displayName' | 'userName'> | null;
  mode: NonNullable<DossierRequest['mode']>;
  helpWanted: boolean;
  helpNote: string;
  technicianNote: string;
  agenda: AgendaDraft[];
  links: LinkDraft[];
}

export const emptyDossier: DossierDraft = {
  invitationNumber: '',
  hostUnitId: null,
  chairPerson: '',
  secretary: '',
  chairMail: '',
  secretaryMail: '',
  secretaryAccount: null,
  mode: 'discussion',
  helpWanted: false,
  helpNote: '',
  technicianNote: '',
  agenda: [],
  links: [],
};

let lastKey = 0;
export const newLineKey = (): string => `${Date.now().toString(36)}-${String(++lastKey)}`;

export const emptyItem = (): AgendaDraft => ({
  key: newLineKey(),
  topic: '',
  speaker: '',
  roomId: null,
  minutes: '',
});

export function dossierDraftOf(dossier: Dossier): DossierDraft {
  return {
    invitationNumber: dossier.invitationNumber ?? '',
    hostUnitId: dossier.hostUnitId,
    chairPerson: dossier.chairPerson ?? '',
    secretary: dossier.secretary ?? '',
    chairMail: dossier.chairMail ?? '',
    secretaryMail: dossier.secretaryMail ?? '',
    secretaryAccount: dossier.secretaryAccount,
    mode: dossier.mode,
    helpWanted: dossier.helpWanted,
    helpNote: dossier.helpNote ?? '',
    technicianNote: dossier.technicianNote ?? '',
    agenda: dossier.agenda.map((item) => ({
      key: newLineKey(),
      topic: item.topic,
      speaker: item.speaker ?? '',
      roomId: item.roomId,
      minutes: item.minutes === null ? '' : String(item.minutes),
    })),
    links: dossier.links.map((link) => ({ key: newLineKey(), ...link })),
  };
}

/** What is sent; a line nobody filled in goes along, so that what the server says of a line is said of that line. */
export function dossierRequestOf(draft: DossierDraft): NonNullable<BriefingRequest['dossier']> {
  return {
    invitationNumber: text(draft.invitationNumber),
    hostUnitId: draft.hostUnitId,
    chairPerson: text(draft.chairPerson),
    secretary: text(draft.secretary),
    chairMail: text(draft.chairMail),
    secretaryMail: text(draft.secretaryMail),
    secretaryId: draft.secretaryAccount?.id ?? null,
    mode: draft.mode,
    helpWanted: draft.helpWanted,
    helpNote: draft.helpWanted ? text(draft.helpNote) : null,
    technicianNote: text(draft.technicianNote),
    ...papersRequestOf(draft),
  };
}

/** Agenda and links, as they are sent. */
export const papersRequestOf = (draft: Pick<DossierDraft, 'agenda' | 'links'>) => ({
  agenda: draft.agenda.map((item) => ({
    topic: item.topic.trim().normalize('NFC'),
    speaker: text(item.speaker),
    roomId: item.roomId,
    minutes: minutesOf(item.minutes),
  })),
  links: draft.links.map((link) => ({ title: link.title.trim().normalize('NFC'), url: link.url.trim() })),
});

/** With another account as secretary: the name follows, unless somebody else's stands there. */
export function withSecretary(draft: DossierDraft, next: DossierDraft['secretaryAccount']): DossierDraft {
  const known = draft.secretaryAccount?.displayName ?? '';
  const secretary = draft.secretary.trim() === known.trim() ? (next?.displayName ?? '') : draft.secretary;
  return { ...draft, secretary, secretaryAccount: next };
}

/** Only whom it names: what a check looks at while the rest is being written. */
export function peopleRequestOf(draft: DossierDraft): NonNullable<BriefingRequest['dossier']> {
  return {
    chairPerson: text(draft.chairPerson),
    secretary: text(draft.secretary),
    secretaryId: draft.secretaryAccount?.id ?? null,
  };
}

/** The list with one line moved to another place; the same list when there is no such place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [line] = next.splice(from, 1);
  if (line === undefined || to < 0 || to >= list.length) return [...list];
  next.splice(to, 0, line);
  return next;
}

/** How long the agenda takes, as far as it is known. */
export const totalMinutes = (agenda: readonly { minutes: string | number | null }[]): number =>
  agenda.reduce((sum, item) => sum + (minutesOf(String(item.minutes ?? '')) ?? 0), 0);

/** Zero is sent as it is: the server says why it is wrong. */
function minutesOf(typed: string): number | null {
  const number = Number(typed);
  return typed.trim() === '' || !Number.isInteger(number) ? null : number;
}

const text = (typed: string): string | null => (typed.trim() ? typed.trim().normalize('NFC') : null);
