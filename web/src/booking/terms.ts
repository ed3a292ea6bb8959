import type { Briefing, BriefingRequest, Encryption, RecordingMode, Secrecy } from '../api/types';

/** On what terms the sessions are held. */
export interface Terms {
  secrecy: Secrecy;
  encryption: Encryption;
  recording: RecordingMode;
}

export const plainTerms: Terms = { secrecy: 'open', encryption: 'default', recording: 'none' };

export const termsOf = ({
  secrecy,
  encryption,
  recording,
}: Pick<Briefing, 'secrecy' | 'encryption' | 'recording'>): Terms => ({
  secrecy,
  encryption: encryption ?? 'default',
  recording,
});

/** A secret takes with it what it forbids, in sight of who chooses it; what was there before does not come back by itself. */
export const withSecrecy = (terms: Terms, secrecy: Secrecy): Terms =>
  secrecy === 'open' ? { ...terms, secrecy } : { secrecy, encryption: 'default', recording: 'none' };

export const termsRequest = (terms: Terms): Required<Pick<BriefingRequest, keyof Terms>> => ({ ...terms });
