import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { createGroup, groupsKey, useRoomGroups } from '../api/presets';
import type { Room } from '../api/types';
import { t } from '../i18n/language';
import { say } from '../ui/toast';
import { PresetDialog } from './PresetDialog';
import classes from './presets.module.css';

interface GroupBarProps {
  /** Rooms that can be chosen. */
  rooms: readonly Room[];
  chosen: ReadonlySet<string>;
  chairRoomId: string | null;
  set: (roomIds: string[], on: boolean) => void;
}

/** Saved groups of rooms: one press chooses a group's rooms, another takes them back. One stop for Tab, arrows move inside. */
export function GroupBar({ rooms, chosen, chairRoomId, set }: GroupBarProps) {
  const groups = useRoomGroups().data ?? [];
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const [saving, setSaving] = useState(false);
  const usable = useMemo(() => new Set(rooms.map((room) => room.id)), [rooms]);
  const roomsOf = (ids: string[]) => ids.filter((id) => usable.has(id) && id !== chairRoomId);
  const all = [...chosen].filter((id) => id !== chairRoomId);
  const step = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = (at + by + groups.length) % groups.length;
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <>
      {groups.length > 0 && (
        <div className={classes.bar} role="toolbar" aria-label={t('group.bar')} onKeyDown={step}>
          {groups.map((group, index) => {
            const ids = roomsOf(group.roomIds);
            const on = ids.length > 0 && ids.every((id) => chosen.has(id));
            return (
              <button
                key={group.id}
                type="button"
                className={classes.group}
                tabIndex={index === Math.min(at, groups.length - 1) ? 0 : -1}
                aria-pressed={on}
                aria-label={t('group.use', { name: group.name, n: ids.length })}
                title={group.unitName ?? t('presets.own')}
                onFocus={() => setAt(index)}
                onClick={() => set(ids, !on)}
              >
                {group.name} <span className="numbers">({ids.length})</span>
              </button>
            );
          })}
        </div>
      )}
      <Button variant="default" onClick={() => setSaving(true)} disabled={all.length === 0}>
        {t('group.save')}
      </Button>
      {saving && (
        <PresetDialog
          title={t('group.save')}
          hint={t('presets.rooms', { n: all.length })}
          name=""
          unitId={null}
          onSave={async (name, unitId) => {
            await createGroup({ name, unitId, roomIds: all });
            say('done', t('presets.saved', { name }));
            await client.invalidateQueries({ queryKey: groupsKey });
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}
