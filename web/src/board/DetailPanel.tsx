import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { removeParticipant, type RoomAct } from '../api/live';
import { useReach } from '../api/sipport';
import type { BoardParticipant, FarEndStatus, MediaStatus, Reach } from '../api/types';
import { t } from '../i18n/language';
import { hasCall, isIn } from '../live/acts';
import type { BoardStore } from '../live/boardStore';
import { usePending, type Acts } from '../live/useActs';
import { useRoom } from '../live/useBoard';
import { serverNow, useSecond } from '../time/clock';
import { formatTimeWithSeconds, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { reachText } from '../sipport/reachText';
import { CloseIcon, FloorIcon, HangUpIcon, LockIcon, MicIcon, MicOffIcon, PhoneIcon } from '../ui/icons';
import { say } from '../ui/toast';
import { talkOf } from './aside';
import classes from './board.module.css';
import { MoveRoom } from './MoveRoom';
import { Shape } from './Shape';
import { Treatment } from './Treatment';
import { TalkPrivately, TalkState } from './TalkPrivately';
import {
  arrivalText,
  echoes,
  gainText,
  gateText,
  lookOf,
  lossText,
  stateWord,
  toneOf,
  whyText,
} from './tileState';

interface DetailPanelProps {
  roomId: string;
  conferenceId: string;
  store: BoardStore;
  acts: Acts;
  mayAct: boolean;
  onClose: () => void;
}

/** Everything known of one room: what is wrong, what to do about it, and the figures. */
export function DetailPanel({ roomId, conferenceId, store, acts, mayAct, onClose }: DetailPanelProps) {
  useSecond();
  const { participant, speaking } = useRoom(store, roomId);
  if (!participant) return null;
  const look = lookOf(participant, speaking);
  const why = whyText(participant);
  const reason = participant.reason ?? 'none';
  return (
    <section className={classes.panel} aria-label={t('detail.title')} data-testid="detail">
      <div className={classes.panelHead}>
        <h2>{participant.name}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={t('do.close')} onClick={onClose}>
          <CloseIcon />
        </ActionIcon>
      </div>
      <p className={classes.detailState} data-tone={toneOf[look]}>
        <Shape look={look} size={15} /> {stateWord(participant, look, serverNow())}
      </p>
      {echoes(participant) && (
        <div className={classes.why} data-testid="echo">
          <b>{t('echo.mark')}.</b> {t('echo.why', { ms: Math.round(participant.media?.echoDelayMs ?? 0) })}
        </div>
      )}
      {why !== null && reason !== 'none' && !echoes(participant) && (
        <div className={classes.why}>
          <b>{why}.</b> {t(`why.${reason}`)}
          {reason === 'badAddress' && (
            <>
              {' '}
              <Link to={`/rooms?edit=${roomId}`}>{t('detail.editRoom')}</Link>
            </>
          )}
          {participant.departure && (
            <>
              {' '}
              <Link to={`/live/${participant.departure.to}`}>{t('move.open')}</Link>
            </>
          )}
        </div>
      )}
      <TalkState participant={participant} />
      {mayAct && (
        <DetailActs participant={participant} conferenceId={conferenceId} acts={acts} onRemoved={onClose} />
      )}
      <Facts participant={participant} />
      <h3 style={{ margin: '12px 0 0', fontSize: 15 }}>{t('detail.media')}</h3>
      {participant.media ? <Media media={participant.media} /> : <p>{t('detail.noMedia')}</p>}
      {mayAct && !participant.departure && (
        <Treatment participant={participant} conferenceId={conferenceId} />
      )}
    </section>
  );
}

interface DetailActsProps {
  participant: BoardParticipant;
  conferenceId: string;
  acts: Acts;
  onRemoved: () => void;
}

function DetailActs({ participant, conferenceId, acts, onRemoved }: DetailActsProps) {
  const pending = usePending(acts, participant.roomId);
  const button = (act: RoomAct, icon: ReactNode) => (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={icon}
      loading={pending === act}
      disabled={pending !== null && pending !== act}
      onClick={() => acts.run(act, participant.roomId)}
      title={act === 'floor' ? t('act.floorHint') : undefined}
    >
      {t(`act.${act}`)}
    </Button>
  );
  const remove = async () => {
    try {
      await removeParticipant(conferenceId, participant.roomId);
      say('done', t('act.removeDone', { room: participant.shortName }));
      onRemoved();
    } catch (error) {
      say('failed', t('act.failedPlain', { reason: errorText(error) }));
    }
  };
  const removal = !hasCall(participant) && !participant.guest && participant.role !== 'chair' && (
    <Button size="compact-sm" variant="default" onClick={() => void remove()}>
      {t('act.remove')}
    </Button>
  );
  // All else is done on the board of the session it is in.
  if (participant.departure) return <div className={classes.detailActs}>{removal}</div>;
  return (
    <div className={classes.detailActs}>
      {participant.muteWanted || participant.selfMuted
        ? button('unmute', <MicIcon />)
        : button('mute', <MicOffIcon />)}
      {isIn(participant) && participant.role !== 'chair' && button('floor', <FloorIcon />)}
      {hasCall(participant)
        ? button('hang-up', <HangUpIcon />)
        : !participant.guest && button('call', <PhoneIcon />)}
      {removal}
      {(isIn(participant) || talkOf(participant) !== null) && (
        <TalkPrivately participant={participant} conferenceId={conferenceId} />
      )}
      {isIn(participant) && !participant.guest && participant.role !== 'chair' && (
        <MoveRoom participant={participant} conferenceId={conferenceId} />
      )}
      <Button
        size="compact-sm"
        variant="default"
        component={Link}
        to={`/live/${conferenceId}/trace/${participant.roomId}`}
      >
        {t('trace.open')}
      </Button>
    </div>
  );
}

function Facts({ participant }: { participant: BoardParticipant }) {
  const reach = useReach().data?.filter((one) => one.roomId === participant.roomId) ?? [];
  const facts: [string, ReactNode][] = [
    [t('rooms.reach'), participant.guest ? undefined : <Devices reach={reach} key="reach" />],
    [t('detail.unit'), participant.unitName],
    [
      t('detail.guest'),
      participant.guest && t(participant.guest.isHost ? 'detail.guestHost' : 'detail.guestYes'),
    ],
    [t('detail.arrived'), arrivedFrom(participant)],
    [
      t('detail.mostKbits'),
      participant.mostKbits ? t('capacity.kbits', { n: participant.mostKbits }) : undefined,
    ],
    [t('detail.calledIn'), participant.calledIn ? t('detail.calledInYes') : undefined],
    [
      t('detail.muted'),
      participant.muted ? t('detail.mutedUs') : participant.selfMuted ? t('detail.mutedSelf') : undefined,
    ],
    [t('detail.answer'), participant.detail],
    [t('detail.since'), formatTimeWithSeconds(instantOf(participant.since))],
    [
      t('detail.nextDial'),
      participant.nextDialAt ? formatTimeWithSeconds(instantOf(participant.nextDialAt)) : undefined,
    ],
    [t('detail.attempts'), String(participant.attempts)],
    [t('detail.address'), participant.address],
    [t('detail.digits'), participant.digits],
    [t('detail.quality'), participant.quality ? t(`quality.${participant.quality}`) : undefined],
    [t('detail.callId'), participant.callId],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => Boolean(value))
        .map(([label, value]) => [<dt key={`t${label}`}>{label}</dt>, <dd key={`d${label}`}>{value}</dd>])}
    </dl>
  );
}

/** Whether each of the room's devices answers; the address is told when there are several. */
function Devices({ reach }: { reach: Reach[] }) {
  const told = reach.flatMap((one) => {
    const text = reachText(one);
    return text === null ? [] : [{ address: one.address, text }];
  });
  if (told.length === 0) return t('reach.unknown');
  return told.map(({ address, text }) => (
    <div key={address} data-testid="device">
      {text}
      {told.length > 1 && <small className={classes.device}>{address}</small>}
    </div>
  ));
}

function arrivedFrom(participant: BoardParticipant): string | undefined {
  const title = participant.arrivedFrom;
  if (!title) return undefined;
  const how = arrivalText(participant);
  return how === null ? `“${title}”` : t('detail.arrivedHow', { title, how });
}

/** What the room's device tells of how it hears the bridge; only what it does tell. */
function FarEnd({ told }: { told: FarEndStatus }) {
  const known = (value: number | null | undefined): value is number => typeof value === 'number';
  const parts = [
    known(told.lossPercent) && t('far.loss', { percent: lossText(told.lossPercent) }),
    known(told.discardPercent) &&
      told.discardPercent > 0 &&
      t('far.discard', { percent: lossText(told.discardPercent) }),
    known(told.burstMs) &&
      known(told.burstPercent) &&
      t('far.burst', { percent: lossText(told.burstPercent), ms: told.burstMs }),
    known(told.bufferMs) && told.bufferMs > 0 && t('far.buffer', { ms: told.bufferMs }),
    known(told.roundTripMs) && t('far.round', { ms: told.roundTripMs }),
    known(told.mos) && t('far.mos', { mos: lossText(told.mos) }),
  ].filter((part) => part !== false);
  return (
    <tr>
      <th scope="row">{t('detail.farEnd')}</th>
      <td colSpan={2} data-testid="farEnd">
        {parts.join(' · ')}
      </td>
    </tr>
  );
}

function Media({ media }: { media: MediaStatus }) {
  const ms = (value: number | null | undefined) =>
    value === null || value === undefined ? t('detail.noReport') : `${Math.round(value)} ms`;
  const percent = (value: number | null | undefined) =>
    value === null || value === undefined ? t('detail.noReport') : `${lossText(value)} %`;
  return (
    <table className={`${classes.media ?? ''} numbers`}>
      <thead>
        <tr>
          <th scope="col">
            {t('detail.codec')} {media.codec}
          </th>
          <th scope="col">{t('detail.direction.in')}</th>
          <th scope="col">{t('detail.direction.out')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('detail.loss')}</th>
          <td>{percent(media.receivedLossPercent)}</td>
          <td>{percent(media.sentLossPercent)}</td>
        </tr>
        <tr>
          <th scope="row">{t('detail.jitter')}</th>
          <td>{ms(media.receivedJitterMs)}</td>
          <td>{ms(media.sentJitterMs)}</td>
        </tr>
        <tr>
          <th scope="row">{t('detail.round')}</th>
          <td colSpan={2}>{ms(media.roundTripMs)}</td>
        </tr>
        <tr>
          <th scope="row">{t('detail.buffer')}</th>
          <td colSpan={2}>
            {ms(media.bufferMs)} · {t('detail.target', { ms: Math.round(media.targetBufferMs ?? 0) })}
          </td>
        </tr>
        <tr>
          <th scope="row">{t('detail.gain')}</th>
          <td colSpan={2} data-testid="gain">
            {gainText(media.gainDb)}
          </td>
        </tr>
        <tr>
          <th scope="row">{t('detail.gate')}</th>
          <td colSpan={2} data-testid="gate">
            {gateText(media.noiseGated)}
          </td>
        </tr>
        {media.farEnd && <FarEnd told={media.farEnd} />}
        <tr>
          <th scope="row">{t('detail.encryption')}</th>
          <td colSpan={2} data-testid="encryption">
            {media.encryption ? (
              <>
                <LockIcon size={13} /> {media.encryption}
              </>
            ) : (
              t('detail.encryption.none')
            )}
          </td>
        </tr>
        <tr>
          <th scope="row">{t('detail.packets')}</th>
          <td colSpan={2}>{media.packetsReceived}</td>
        </tr>
      </tbody>
    </table>
  );
}
