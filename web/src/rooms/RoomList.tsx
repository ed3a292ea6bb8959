import { Button, Drawer, Group, Modal, Switch, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { changeRoom, deactivateRoom, roomsKey, useRooms, useUnits } from '../api/rooms';
import { isStale } from '../api/problem';
import { useReach } from '../api/sipport';
import type { Reach, Room } from '../api/types';
import { useScope } from '../app/useScope';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { errorText } from '../ui/errorText';
import { PlusIcon } from '../ui/icons';
import { Empty, Failure, Lines } from '../ui/page';
import { reachText } from '../sipport/reachText';
import { SearchBox } from '../ui/SearchBox';
import { say } from '../ui/toast';
import { reopen } from '../ui/useEdited';
import { serverNow } from '../time/clock';
import { dayOf, formatDay } from '../time/time';
import { groupRooms } from './groups';
import { RoomForm } from './RoomForm';
import classes from './rooms.module.css';

/** All rooms under their units. The one being edited is in the address, so the board can link to it. */
export function RoomList({ mayEdit }: { mayEdit: boolean }) {
  const rooms = useRooms();
  const units = useUnits();
  const reach = useReach();
  const keeps = useScope('itOfficer');
  const [parameters, setParameters] = useSearchParams();
  const [query, setQuery] = useState('');
  const [inactive, setInactive] = useState(false);
  const [adding, setAdding] = useState(false);
  const [reloads, setReloads] = useState(0);
  const editedId = parameters.get('edit');
  const edited = rooms.data?.find((room) => room.id === editedId && keeps(room.unitId));
  const close = () => {
    setAdding(false);
    setParameters({}, { replace: true });
  };

  if (rooms.isPending || units.isPending) return <Lines count={10} />;
  if (rooms.isError) return <Failure error={rooms.error} retry={() => void rooms.refetch()} />;
  const shown = rooms.data.filter(
    (room) =>
      (inactive || room.active) &&
      matches(
        query,
        room.name,
        room.shortName,
        room.unitName,
        ...room.endpoints.map((endpoint) => endpoint.address),
      ),
  );
  return (
    <>
      <Group mb="md">
        {mayEdit && (
          <Button leftSection={<PlusIcon />} onClick={() => setAdding(true)}>
            {t('rooms.add')}
          </Button>
        )}
        <SearchBox label={t('rooms.search')} value={query} onChange={setQuery} />
        <Switch
          label={t('rooms.showInactive')}
          checked={inactive}
          onChange={(event) => setInactive(event.currentTarget.checked)}
        />
        <Text c="dimmed" ml="auto" role="status">
          {t('word.rooms', { n: shown.length })}
        </Text>
      </Group>
      {rooms.data.length === 0 && <Empty title={t('rooms.none')}>{mayEdit && t('rooms.noneHint')}</Empty>}
      {rooms.data.length > 0 && shown.length === 0 && <Empty title={t('rooms.noneFound', { query })} />}
      {shown.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('rooms.name')}</th>
              <th scope="col">{t('rooms.shortName')}</th>
              <th scope="col">{t('rooms.endpoints')}</th>
              {mayEdit && (
                <th>
                  <span className="visually-hidden">{t('do.edit')}</span>
                </th>
              )}
            </tr>
          </thead>
          {groupRooms(shown, units.data ?? []).map((group) => (
            <tbody key={group.id}>
              <tr className={classes.group}>
                <th colSpan={mayEdit ? 4 : 3} scope="rowgroup">
                  {group.name || t('word.noUnit')}
                </th>
              </tr>
              {group.rooms.map((room) => (
                <RoomRow
                  key={room.id}
                  room={room}
                  reach={reach.data?.filter((one) => one.roomId === room.id) ?? []}
                  mayEdit={mayEdit}
                  keeps={keeps(room.unitId)}
                  onEdit={() => setParameters({ edit: room.id })}
                />
              ))}
            </tbody>
          ))}
        </table>
      )}
      <Drawer
        opened={adding || edited !== undefined}
        onClose={close}
        position="right"
        size={520}
        title={edited ? t('rooms.editTitle') : t('rooms.add')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <RoomForm
          key={`${edited?.id ?? 'new'} ${reloads}`}
          read={edited ?? null}
          onReload={() => reopen(() => setReloads(reloads + 1))}
          onDone={close}
        />
      </Drawer>
    </>
  );
}

interface RoomRowProps {
  room: Room;
  reach: Reach[];
  /** Whether there is a column for it. */
  mayEdit: boolean;
  /** Whether this one is the user's to edit. */
  keeps: boolean;
  onEdit: () => void;
}

function RoomRow({ room, reach, mayEdit, keeps, onEdit }: RoomRowProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const run = async (act: () => Promise<unknown>, done: string) => {
    try {
      await act();
      say('done', done);
      await client.invalidateQueries({ queryKey: roomsKey });
    } catch (error) {
      say('failed', errorText(error));
      if (isStale(error)) await client.invalidateQueries({ queryKey: roomsKey });
    }
    setAsking(false);
  };
  const restore = () =>
    changeRoom(room, {
      name: room.name,
      shortName: room.shortName,
      siteId: room.siteId,
      unitId: room.unitId,
      endpoints: room.endpoints.map(({ address, outgoingUser, certificate, certifiedUntil, kbits }) => ({
        address,
        outgoingUser: outgoingUser ?? null,
        certificate,
        certifiedUntil,
        kbits,
      })),
      active: true,
    });
  return (
    <tr data-inactive={!room.active}>
      <td>
        {room.name}
        {!room.active && <span className={classes.retired}> · {t('rooms.inactive')}</span>}
        {room.siteName && <small>{room.siteName}</small>}
        {room.mail && <small>{room.mail}</small>}
        {!room.automaticGain && <small>{t('treatment.noGain')}</small>}
        {!room.noiseGate && <small>{t('treatment.noGate')}</small>}
      </td>
      <td>{room.shortName}</td>
      <td className={classes.addresses}>
        {room.endpoints.map((endpoint) => (
          <div key={endpoint.id}>
            {endpoint.address}
            <small>{reachText(reach.find((one) => one.address === endpoint.address))}</small>
            <CertificateNote endpoint={endpoint} />
          </div>
        ))}
      </td>
      {mayEdit && !keeps && <td />}
      {keeps && (
        <td className={classes.acts}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={onEdit}
            aria-label={`${t('do.edit')} ${room.name}`}
          >
            {t('do.edit')}
          </Button>
          {room.active ? (
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsking(true)}>
              {t('rooms.retire')}
            </Button>
          ) : (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => void run(restore, t('rooms.saved', { name: room.name }))}
            >
              {t('rooms.restore')}
            </Button>
          )}
          <Modal
            opened={asking}
            onClose={() => setAsking(false)}
            title={t('rooms.retireTitle', { name: room.shortName })}
            closeButtonProps={{ 'aria-label': t('do.close') }}
          >
            <Text mb="md">{t('rooms.retireText')}</Text>
            <Group justify="flex-end">
              <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
                {t('do.cancel')}
              </Button>
              <Button
                color="red"
                onClick={() =>
                  void run(() => deactivateRoom(room), t('rooms.retired', { name: room.shortName }))
                }
              >
                {t('rooms.retire')}
              </Button>
            </Group>
          </Modal>
        </td>
      )}
    </tr>
  );
}

/** Whether the device may be in secret briefings, as long as that is known. */
function CertificateNote({ endpoint }: { endpoint: Room['endpoints'][number] }) {
  const until = endpoint.certifiedUntil;
  if (!until) return null;
  const ended = until < dayOf(serverNow());
  return (
    <small title={endpoint.certificate ?? undefined} className={ended ? classes.ended : undefined}>
      {t(ended ? 'certificate.ended' : 'certificate.short', { day: formatDay(until) })}
    </small>
  );
}
