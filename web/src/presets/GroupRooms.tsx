import { Button, Drawer, Group } from '@mantine/core';
import { useState } from 'react';
import type { Preset } from '../api/types';
import { RoomPicker } from '../booking/RoomPicker';
import { t } from '../i18n/language';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';

interface GroupRoomsProps {
  group: Preset;
  onSave: (roomIds: string[]) => Promise<unknown>;
  onClose: () => void;
}

const nothing: ReadonlyMap<string, string> = new Map();

/** The rooms of a group, chosen as in a booking. */
export function GroupRooms({ group, onSave, onClose }: GroupRoomsProps) {
  const [chosen, setChosen] = useState(group.roomIds);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await onSave(chosen);
      onClose();
    } catch (error) {
      say('failed', errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={t('presets.editRoomsNamed', { name: group.name })}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <Group mb="md">
        <Button loading={busy} disabled={chosen.length === 0} onClick={() => void save()}>
          {t('do.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('do.cancel')}
        </Button>
      </Group>
      <RoomPicker chosen={chosen} chairRoomId={null} busy={nothing} onChange={setChosen} />
    </Drawer>
  );
}
