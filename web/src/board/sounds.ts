import type { BoardHead, BoardParticipant } from '../api/types';
import { instantOf } from '../time/time';

export type SoundStatus = NonNullable<BoardHead['sounds']>[number];

/** A sound that is heard now or waits for others, and where. */
export interface PlayedSound {
  readonly id: string;
  readonly sound: SoundStatus['sound'];
  readonly waits: boolean;
  /** Null: into all. A room that is no longer on the board has no name. */
  readonly room: { readonly name: string | null } | null;
  readonly rooms: number;
}

/** What is played into rooms at the instant `now`. A warning of the end that has begun is told by `warningOf` instead. */
export function playedSounds(
  sounds: readonly SoundStatus[],
  participants: ReadonlyMap<string, BoardParticipant>,
  now: number,
): PlayedSound[] {
  return sounds
    .filter((one) => now < instantOf(one.until) && !(one.sound === 'endWarning' && hasBegun(one, now)))
    .map((one) => ({
      id: one.soundId,
      sound: one.sound,
      waits: !hasBegun(one, now),
      room: one.roomId ? { name: participants.get(one.roomId)?.shortName ?? null } : null,
      rooms: one.rooms,
    }));
}

/** What rooms were told of an end that is still to come. */
export function warningOf(
  sounds: readonly SoundStatus[],
  endAt: string,
  now: number,
): SoundStatus | undefined {
  if (now >= instantOf(endAt)) return undefined;
  return sounds.filter((one) => one.sound === 'endWarning' && hasBegun(one, now)).at(-1);
}

const hasBegun = (sound: SoundStatus, now: number) => instantOf(sound.since) <= now;
