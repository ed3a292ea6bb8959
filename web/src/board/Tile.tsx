import { memo, useEffect, useRef } from 'react';
import type { RoomAct } from '../api/live';
import type { BoardParticipant } from '../api/types';
import { t, useLanguage } from '../i18n/language';
import { hasCall, isIn } from '../live/acts';
import { silenceDbov, type BoardStore } from '../live/boardStore';
import { usePending, type Acts } from '../live/useActs';
import { useRoom } from '../live/useBoard';
import { RecordedDot } from '../recording/RecordingMark';
import { serverNow, useSecond } from '../time/clock';
import {
  HandIcon,
  HangUpIcon,
  HeadsetIcon,
  HelpIcon,
  LockIcon,
  MicIcon,
  MicOffIcon,
  PhoneIcon,
} from '../ui/icons';
import { talkOf, talkText } from './aside';
import type { TileSize } from './fit';
import { Shape } from './Shape';
import { abbreviate } from './shortName';
import classes from './tile.module.css';
import { lookOf, numbersOf, stateWord, toneOf, whyText } from './tileState';

export interface TileProps {
  roomId: string;
  store: BoardStore;
  acts: Acts;
  size: TileSize;
  mayAct: boolean;
  /** The tile that the Tab key reaches; the arrows move it. */
  reachable: boolean;
  selected: boolean;
  onSelect: (roomId: string) => void;
}

/** One room. Drawn again only when this room changed; its level is painted without React. */
export const Tile = memo(function Tile({
  roomId,
  store,
  acts,
  size,
  mayAct,
  reachable,
  selected,
  onSelect,
}: TileProps) {
  useLanguage();
  const { participant, speaking } = useRoom(store, roomId);
  if (!participant) return null;
  const look = lookOf(participant, speaking);
  const why = whyText(participant, size !== 'large');
  const numbers = numbersOf(participant);
  const small = size === 'small';
  return (
    <li
      className={classes.tile}
      data-size={size}
      data-tone={toneOf[look]}
      data-look={look}
      data-selected={selected}
      data-testid="tile"
      data-room={roomId}
      data-state={participant.state}
      data-muted={participant.muted || participant.selfMuted}
      data-recorded={participant.recorded}
      title={tooltip(participant)}
    >
      <button
        type="button"
        className={classes.name}
        tabIndex={reachable ? 0 : -1}
        aria-pressed={selected}
        onClick={() => onSelect(roomId)}
      >
        {participant.role === 'chair' && (
          <span className={classes.chair} title={t('board.chair')}>
            ★<span className="visually-hidden">{t('board.chair')}: </span>
          </span>
        )}
        <Marks participant={participant} />
        {abbreviate(participant.shortName, size)}
      </button>
      <span className={classes.state}>
        <Shape look={look} />{' '}
        {look === 'redialling' ? (
          <Countdown participant={participant} short={small} />
        ) : (
          stateWord(participant, look, 0, small)
        )}
        {participant.recorded && <RecordedDot />}
        {participant.media?.encryption && <Lock suite={participant.media.encryption} small={small} />}
      </span>
      <span className={`${classes.figures ?? ''} numbers`}>
        {why ?? (numbers && figures(numbers, small))}
      </span>
      {mayAct && <TileActs participant={participant} acts={acts} size={size} reachable={reachable} />}
      <Meter store={store} roomId={roomId} />
    </li>
  );
});

/** What somebody there wants, and that it is a guest: beside the name, whatever the state. */
function Marks({ participant }: { participant: BoardParticipant }) {
  const talk = talkOf(participant);
  return (
    <>
      {participant.helpWantedAt && (
        <span className={classes.help} title={t('help.mark')} data-testid="mark-help">
          <HelpIcon size={15} />
          <span className="visually-hidden">{t('help.mark')}: </span>
        </span>
      )}
      {talk && (
        <span className={classes.hand} title={talkText(talk)} data-testid="mark-aside">
          <HeadsetIcon size={15} />
          <span className="visually-hidden">{talkText(talk)}: </span>
        </span>
      )}
      {participant.handRaisedAt && (
        <span className={classes.hand} title={t('hand.mark')} data-testid="mark-hand">
          <HandIcon size={15} />
          <span className="visually-hidden">{t('hand.mark')}: </span>
        </span>
      )}
      {participant.guest && (
        <span className={classes.guest} title={t('guest.hint')}>
          {participant.guest.isHost ? t('guest.host') : t('guest.mark')}
        </span>
      )}
    </>
  );
}

/** The call is encrypted; the tooltip says how. */
function Lock({ suite, small }: { suite: string; small: boolean }) {
  return (
    <>
      {' '}
      <LockIcon size={small ? 11 : 13} />
      <span className="visually-hidden">{t('board.encrypted', { suite })}</span>
    </>
  );
}

/** Loss, jitter, round trip; the tooltip names them. */
function figures(
  { loss, jitter, round }: { loss: string; jitter: string; round: string },
  small: boolean,
): string {
  return small ? `${loss}% ${jitter}·${round}` : `${loss}% · ${jitter} · ${round} ms`;
}

function tooltip(participant: BoardParticipant): string {
  const numbers = numbersOf(participant);
  return [
    participant.name,
    participant.unitName,
    whyText(participant),
    participant.detail,
    numbers && t('board.numbers', numbers),
    participant.mostKbits && `${t('detail.mostKbits')} ${t('capacity.kbits', { n: participant.mostKbits })}`,
    participant.media?.encryption && t('board.encrypted', { suite: participant.media.encryption }),
  ]
    .filter(Boolean)
    .join('\n');
}

function Countdown({ participant, short }: { participant: BoardParticipant; short: boolean }) {
  useSecond();
  return <span className="numbers">{stateWord(participant, 'redialling', serverNow(), short)}</span>;
}

interface TileActsProps {
  participant: BoardParticipant;
  acts: Acts;
  size: TileSize;
  reachable: boolean;
}

/** The acts that make sense now, one click each. */
function TileActs({ participant, acts, size, reachable }: TileActsProps) {
  const pending = usePending(acts, participant.roomId);
  const calls = hasCall(participant);
  const button = (act: RoomAct, icon: React.ReactNode, second = false) => {
    const label = t('act.of', { act: t(`act.${act}`), room: participant.shortName });
    return (
      <button
        type="button"
        className={classes.act}
        data-act={act}
        data-second={second}
        data-pending={pending === act}
        aria-label={label}
        aria-busy={pending === act}
        title={size === 'large' ? undefined : t(`act.${act}`)}
        disabled={pending !== null}
        tabIndex={reachable ? 0 : -1}
        onClick={() => acts.run(act, participant.roomId)}
      >
        {icon}
        {size === 'large' && <span>{t(`act.${act}`)}</span>}
      </button>
    );
  };
  const iconSize = size === 'small' ? 14 : 17;
  return (
    <span className={classes.acts}>
      {calls && button('hang-up', <HangUpIcon size={iconSize} />, true)}
      {!calls &&
        !participant.guest &&
        !participant.departure &&
        button('call', <PhoneIcon size={iconSize} />)}
      {isIn(participant) &&
        (participant.muteWanted || participant.selfMuted
          ? button('unmute', <MicOffIcon size={iconSize} />)
          : button('mute', <MicIcon size={iconSize} />))}
    </span>
  );
}

/** Speech lies between −60 and −10 dBov; the strip shows that part. */
export const meterShare = (dbov: number): number =>
  dbov <= silenceDbov ? 0 : Math.min(1, Math.max(0, (dbov + 60) / 50));

function Meter({ store, roomId }: { store: BoardStore; roomId: string }) {
  const strip = useRef<HTMLElement>(null);
  useEffect(
    () =>
      store.onLevel(roomId, (dbov) => {
        // Written straight into the page: five times a second for every speaking room.
        if (strip.current) strip.current.style.transform = `scaleX(${meterShare(dbov).toFixed(2)})`;
      }),
    [store, roomId],
  );
  return (
    <span className={classes.meter} aria-hidden="true">
      <i ref={strip} />
    </span>
  );
}
