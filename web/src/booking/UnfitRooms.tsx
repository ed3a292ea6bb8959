import { Button } from '@mantine/core';
import type { UnfitRoom } from '../api/types';
import { t } from '../i18n/language';
import classes from './check.module.css';

interface UnfitRoomsProps {
  rooms: UnfitRoom[];
  chairRoomId: string | null;
  onLeaveOut: (roomIds: Set<string>) => void;
}

/** Which rooms may not take part in a secret briefing, room by room, and the way out. */
export function UnfitRooms({ rooms, chairRoomId, onLeaveOut }: UnfitRoomsProps) {
  if (rooms.length === 0) return null;
  const out = new Set(rooms.map((room) => room.roomId).filter((id) => id !== chairRoomId));
  return (
    <section className={classes.panel} data-state="clash" role="status" data-testid="unfit">
      <div className={classes.ways}>
        <b>{t('secrecy.unfit', { n: rooms.length })}</b>
        {out.size > 0 && (
          <Button variant="default" size="compact-md" onClick={() => onLeaveOut(out)}>
            {t('secrecy.leaveOut', { n: out.size })}
          </Button>
        )}
        {out.size < rooms.length && <span>{t('secrecy.chairUnfit')}</span>}
      </div>
      <ul
        className={`${classes.sentences ?? ''} ${classes.short ?? ''}`}
        tabIndex={0}
        aria-label={t('secrecy.unfit', { n: rooms.length })}
      >
        {rooms.map((room) => (
          <li key={room.roomId}>
            <span aria-hidden="true" className={classes.bad}>
              ⊘
            </span>{' '}
            {room.roomName} – {room.reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
