import { Button, Input, Switch } from '@mantine/core';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useRooms, useUnits } from '../api/rooms';
import type { Room } from '../api/types';
import { t } from '../i18n/language';
import { GroupBar } from '../presets/GroupBar';
import { groupRooms, type RoomGroup } from '../rooms/groups';
import { matches } from '../search/fold';
import { Empty, Failure, Lines } from '../ui/page';
import { SearchBox } from '../ui/SearchBox';
import classes from './picker.module.css';
import { Link } from 'react-router';

const none: readonly string[] = [];

interface RoomPickerProps {
  chosen: readonly string[];
  chairRoomId: string | null;
  /** What a room is busy with, by room. */
  busy: ReadonlyMap<string, string>;
  error?: string | undefined;
  onChange: (roomIds: string[]) => void;
  /** Of the chosen, those that may be missing; left out where that is no question. */
  optional?: readonly string[];
  onOptional?: (roomIds: string[]) => void;
  /** Offer saved groups, and to save one. */
  groups?: boolean;
}

/** Rooms under their units; a unit's box chooses all its rooms. Native boxes, because there may be 200. */
export function RoomPicker({
  chosen,
  chairRoomId,
  busy,
  error,
  onChange,
  optional = none,
  onOptional,
  groups: withGroups = false,
}: RoomPickerProps) {
  const rooms = useRooms();
  const units = useUnits();
  const [query, setQuery] = useState('');
  const [onlyChosen, setOnlyChosen] = useState(false);
  const picked = useMemo(() => new Set(chosen), [chosen]);
  const active = useMemo(
    () => (rooms.data ?? []).filter((room) => room.active || picked.has(room.id)),
    [rooms.data, picked],
  );
  const groups = useMemo(() => {
    const shown = active.filter(
      (room) =>
        room.id !== chairRoomId &&
        (!onlyChosen || picked.has(room.id)) &&
        matches(query, room.name, room.shortName, room.unitName, room.siteName),
    );
    return groupRooms(shown, units.data ?? []);
  }, [active, units.data, chairRoomId, query, onlyChosen, picked]);
  const shownIds = groups.flatMap((group) => group.rooms.map((room) => room.id));
  const total = active.filter((room) => room.id !== chairRoomId).length;
  const count = chosen.filter((id) => id !== chairRoomId).length;

  const spared = useMemo(() => new Set(optional), [optional]);
  const spare =
    onOptional &&
    ((id: string) => onOptional(spared.has(id) ? optional.filter((one) => one !== id) : [...optional, id]));
  const set = (ids: string[], on: boolean) => {
    const next = new Set(picked);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onChange([...next]);
  };

  if (rooms.isPending || units.isPending) return <Lines count={8} height={32} />;
  if (rooms.isError) return <Failure error={rooms.error} retry={() => void rooms.refetch()} />;
  if (active.length === 0)
    return (
      <Empty title={t('booking.noRooms')}>
        <p>{t('booking.noRoomsHint')}</p>
        <Button component={Link} to="/rooms" variant="default">
          {t('booking.toRooms')}
        </Button>
      </Empty>
    );
  return (
    <fieldset className={classes.picker} aria-describedby={error ? 'rooms-error' : undefined}>
      <legend className={classes.legend}>
        {t('booking.rooms')}{' '}
        <span className={classes.count} data-testid="rooms-count" aria-live="polite">
          {t('booking.roomsCount', { n: count, total })}
        </span>
      </legend>
      <div className={classes.tools}>
        <SearchBox label={t('booking.roomsSearch')} value={query} onChange={setQuery} />
        <Button variant="default" onClick={() => set(shownIds, true)} disabled={shownIds.length === 0}>
          {query || onlyChosen ? t('booking.roomsShown', { n: shownIds.length }) : t('do.selectAll')}
        </Button>
        <Button variant="default" onClick={() => onChange([])} disabled={count === 0}>
          {t('do.clearAll')}
        </Button>
        {withGroups && <GroupBar rooms={active} chosen={picked} chairRoomId={chairRoomId} set={set} />}
        <Switch
          label={t('booking.onlyChosen')}
          checked={onlyChosen}
          onChange={(event) => setOnlyChosen(event.currentTarget.checked)}
        />
      </div>
      {error && (
        <Input.Error id="rooms-error" mb={6} size="sm">
          {error}
        </Input.Error>
      )}
      <div className={classes.groups} data-error={Boolean(error)}>
        {groups.map((group) => (
          <Group
            key={group.id}
            group={group}
            picked={picked}
            spared={spared}
            busy={busy}
            set={set}
            spare={spare}
          />
        ))}
        {spare && <p className={classes.keys}>{t('booking.optionalKeys')}</p>}
        {groups.length === 0 && query && (
          <p className={classes.none}>{t('booking.noRoomsFound', { query })}</p>
        )}
      </div>
    </fieldset>
  );
}

interface GroupProps {
  group: RoomGroup;
  picked: ReadonlySet<string>;
  spared: ReadonlySet<string>;
  busy: ReadonlyMap<string, string>;
  set: (ids: string[], on: boolean) => void;
  spare: ((id: string) => void) | undefined;
}

function Group({ group, picked, spared, busy, set, spare }: GroupProps) {
  const ids = group.rooms.map((room) => room.id);
  const count = ids.filter((id) => picked.has(id)).length;
  const name = group.name || t('word.noUnit');
  return (
    <div className={classes.group} style={{ marginLeft: group.depth * 14 }}>
      {group.rooms.length > 1 && (
        <label className={classes.groupHead}>
          <input
            type="checkbox"
            aria-label={t('booking.groupAll', { name })}
            checked={count === ids.length}
            ref={(box) => {
              if (box) box.indeterminate = count > 0 && count < ids.length;
            }}
            onChange={(event) => set(ids, event.currentTarget.checked)}
          />
          <b>{name}</b>
          <span className="numbers">{t('booking.groupCount', { n: count, total: ids.length })}</span>
        </label>
      )}
      <div className={classes.rooms} data-alone={group.rooms.length === 1}>
        {group.rooms.map((room) => (
          <RoomLine
            key={room.id}
            room={room}
            checked={picked.has(room.id)}
            optional={spared.has(room.id)}
            busy={busy.get(room.id)}
            set={set}
            spare={spare}
          />
        ))}
      </div>
    </div>
  );
}

interface RoomLineProps {
  room: Room;
  checked: boolean;
  optional: boolean;
  busy: string | undefined;
  set: GroupProps['set'];
  spare: GroupProps['spare'];
}

/** One stop for Tab a room, or 170 rooms would be 340 on the way to the button that saves. */
function step(event: KeyboardEvent<HTMLElement>, key: string, to: 'button' | 'input'): void {
  if (event.key !== key) return;
  event.preventDefault();
  event.currentTarget.closest<HTMLElement>(`.${classes.line}`)?.querySelector<HTMLElement>(to)?.focus();
}

function RoomLine({ room, checked, optional, busy, set, spare }: RoomLineProps) {
  const taken = busy !== undefined && checked && optional;
  return (
    <div className={classes.line}>
      <label className={classes.room} data-busy={busy !== undefined}>
        <input
          type="checkbox"
          checked={checked}
          aria-keyshortcuts="ArrowRight"
          onChange={(event) => set([room.id], event.currentTarget.checked)}
          onKeyDown={(event) => step(event, 'ArrowRight', 'button')}
        />
        <span>
          {room.name}
          {busy !== undefined && (
            <span className={taken ? classes.without : classes.busy}>
              <span aria-hidden="true">{taken ? '○' : '▲'}</span> {busy}
              {taken && ` – ${t('booking.heldWithout')}`}
            </span>
          )}
        </span>
      </label>
      {checked && spare && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.spare}
          aria-pressed={optional}
          aria-label={t('booking.optionalRoom', { room: room.name })}
          title={t('booking.optionalHint')}
          onClick={() => spare(room.id)}
          onKeyDown={(event) => step(event, 'ArrowLeft', 'input')}
        >
          {optional ? t('booking.isOptional') : t('booking.isRequired')}
        </button>
      )}
    </div>
  );
}
