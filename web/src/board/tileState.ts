import type { BoardParticipant } from '../api/types';
import { language, t } from '../i18n/language';
import { hasCall } from '../live/acts';
import { instantOf, formatDuration } from '../time/time';
import { isAside } from './aside';

/** How a tile looks. Every look has a shape, a word and a colour; none stands for itself. */
export type Look =
  | 'waiting'
  | 'dialling'
  | 'ringing'
  | 'in'
  | 'muted'
  | 'speaking'
  | 'poor'
  | 'held'
  | 'redialling'
  | 'failed'
  | 'left';

/** Colours follow urgency, shapes follow the state. */
export type Tone = 'good' | 'speak' | 'warn' | 'bad' | 'idle' | 'busy';

export const toneOf: Record<Look, Tone> = {
  waiting: 'idle',
  dialling: 'busy',
  ringing: 'busy',
  in: 'good',
  muted: 'good',
  speaking: 'speak',
  poor: 'warn',
  held: 'warn',
  redialling: 'bad',
  failed: 'bad',
  left: 'idle',
};

/** Why a room that has left is missed. */
const missing: ReadonlySet<string> = new Set(['roomHungUp', 'mediaLost', 'notCertified']);

export function lookOf(participant: BoardParticipant, speaking: boolean): Look {
  switch (participant.state) {
    case 'connected':
      if (echoes(participant) || participant.quality === 'bad' || participant.quality === 'terrible')
        return 'poor';
      if (participant.awaitsChair) return 'waiting';
      if (isAside(participant)) return 'in';
      if (speaking && !participant.muted) return 'speaking';
      return participant.muted || participant.selfMuted ? 'muted' : 'in';
    case 'removed':
      return 'left';
    case 'left':
      // A room that went by itself is missing; one that we released is not.
      return missing.has(participant.reason ?? 'none') ? 'failed' : 'left';
    case 'waiting':
    case 'dialling':
    case 'ringing':
    case 'held':
    case 'redialling':
    case 'failed':
      return participant.state;
  }
}

/** The word of the state, with what makes it true: the countdown of a redial, poor quality, the mute under way. */
export function stateWord(participant: BoardParticipant, look: Look, nowMs: number, short = false): string {
  if (isAside(participant) && look === 'in') return t('aside.word');
  switch (look) {
    case 'redialling':
      return redialWord(participant, nowMs, short);
    case 'poor':
      if (echoes(participant)) return t('echo.word');
      return short
        ? t(`quality.${participant.quality ?? 'bad'}`)
        : t('quality.line', { word: t(`quality.${participant.quality ?? 'bad'}`).toLowerCase() });
    case 'speaking':
      return t('leg.speaking');
    case 'in':
    case 'muted':
      if (participant.muteWanted && !participant.muted) return t('leg.muting');
      if (!participant.muteWanted && participant.muted) return t('leg.unmuting');
      if (participant.selfMuted && !participant.muted)
        return t(short ? 'leg.short.selfMuted' : 'leg.selfMuted');
      if (look === 'in' && participant.media?.noiseGated) return t(short ? 'leg.short.gated' : 'leg.gated');
      if (look === 'in') return t(short ? 'leg.short.connected' : 'leg.connected');
      return short ? t('leg.short.inMuted') : t('leg.inMuted');
    case 'waiting':
      return participant.awaitsChair
        ? t(short ? 'leg.short.awaitsChair' : 'leg.awaitsChair')
        : t('leg.waiting');
    case 'left':
      return t(participant.departure ? 'move.word' : `leg.${participant.state}`);
    case 'failed':
      return short && participant.state === 'failed' ? t('leg.short.failed') : t(`leg.${participant.state}`);
    default:
      return t(`leg.${participant.state}`);
  }
}

function redialWord(participant: BoardParticipant, nowMs: number, short: boolean): string {
  if (!participant.nextDialAt) return t('leg.redialling');
  const seconds = Math.ceil((instantOf(participant.nextDialAt) - nowMs) / 1000);
  if (seconds <= 0) return t('leg.redialNow');
  const time = formatDuration(seconds).replace(/^0(?=\d:)/, '');
  return t(short ? 'leg.short.redialIn' : 'leg.redialIn', { time });
}

/** The room sends back what it is sent: the others hear themselves. */
export const echoes = ({ state, muted, selfMuted, media }: BoardParticipant): boolean =>
  state === 'connected' && !muted && !selfMuted && typeof media?.echoDelayMs === 'number';

/** What stands under the state: the reason when something is wrong, else nothing. */
export function whyText(participant: BoardParticipant, short = false): string | null {
  if (echoes(participant)) return t('echo.mark');
  if (!participant.reason || participant.reason === 'none') return null;
  if (participant.state === 'connected' || participant.state === 'held') return null;
  if (participant.departure && !short) return t('move.gone', { title: participant.departure.toTitle });
  if (participant.reason === 'moved' && hasCall(participant))
    return t(short ? 'move.comingShort' : 'move.coming');
  return t(short ? `reason.short.${participant.reason}` : `reason.${participant.reason}`);
}

const round = (value: number): string => String(Math.round(value));

/** How a room came here from another session, in words; null while it is coming, or when it did not. */
export function arrivalText({ arrival }: Pick<BoardParticipant, 'arrival'>): string | null {
  if (!arrival?.isDone) return null;
  // A detail says what was tried first and failed.
  if (arrival.way === 'sameCall' && arrival.detail) return t('move.how.sameCallAfterAll');
  return t(`move.how.${arrival.way}`);
}

/** Per cent, one decimal below ten, with the comma of the language. */
export const lossText = (percent: number): string =>
  percent >= 10 ? round(percent) : percent.toFixed(1).replace('.', language.get() === 'vi' ? ',' : '.');

/** What automatic gain does, in words: `+6 dB, nâng tiếng nhỏ`. */
export function gainText(gainDb: number | null | undefined): string {
  if (gainDb === null || gainDb === undefined) return t('gain.off');
  const db = Math.round(gainDb);
  if (db === 0) return t('gain.none');
  return db > 0 ? t('gain.up', { db }) : t('gain.down', { db: -db });
}

/** What the noise gate does, in words. */
export const gateText = (isGated: boolean | null | undefined): string =>
  t(
    isGated === null || isGated === undefined
      ? 'detail.gate.none'
      : isGated
        ? 'detail.gate.on'
        : 'detail.gate.off',
  );

/** `0.4% · 12 · 35 ms`: loss, jitter, round trip. The worse direction's loss and jitter count. */
export function numbersOf(
  participant: BoardParticipant,
): { loss: string; jitter: string; round: string } | null {
  const { media } = participant;
  if (!media) return null;
  return {
    loss: lossText(Math.max(media.receivedLossPercent, media.sentLossPercent ?? 0)),
    jitter: round(Math.max(media.receivedJitterMs, media.sentJitterMs ?? 0)),
    round: media.roundTripMs === null || media.roundTripMs === undefined ? '–' : round(media.roundTripMs),
  };
}
