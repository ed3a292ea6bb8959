import { Button, Input } from '@mantine/core';
import { useRooms } from '../api/rooms';
import { t } from '../i18n/language';
import classes from './check.module.css';

interface LoweredRoomsProps {
  rooms: readonly { roomId: string; kbits: number }[];
  error: string | undefined;
  onLift: (roomId: string) => void;
}

/** Which rooms are called at a lower rate in this booking, each with the way back. */
export function LoweredRooms({ rooms, error, onLift }: LoweredRoomsProps) {
  const names = new Map(useRooms().data?.map((room) => [room.id, room.shortName]));
  if (rooms.length === 0 && !error) return null;
  return (
    <section className={classes.ways} aria-label={t('capacity.lowered')} data-testid="lowered">
      <b>{t('capacity.lowered')}</b>
      {rooms.map(({ roomId, kbits }) => {
        const room = t('capacity.roomAt', { name: names.get(roomId) ?? '', kbits });
        return (
          <Button
            key={roomId}
            variant="default"
            size="compact-sm"
            aria-label={t('capacity.lift', { room })}
            title={t('capacity.lift', { room })}
            rightSection={<span aria-hidden="true">✕</span>}
            onClick={() => onLift(roomId)}
          >
            <span aria-hidden="true">▼</span>&nbsp;{room}
          </Button>
        );
      })}
      {error && (
        <Input.Error size="sm" role="alert">
          {error}
        </Input.Error>
      )}
    </section>
  );
}
