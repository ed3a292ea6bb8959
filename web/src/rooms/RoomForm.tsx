import { Button, Checkbox, Group, Input, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeRoom, createRoom, roomsKey, useSites } from '../api/rooms';
import type { Room } from '../api/types';
import { useFirstUnit, useScope } from '../app/useScope';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import { ContactFields, contactOf, contactRequestOf } from './ContactFields';
import { deviceOf, Devices, noDevice, type Device } from './Devices';
import { kbitsOf } from './lines';
import { addressProblem, tidyAddress } from './sipAddress';
import { UnitSelect, type PickProps } from './UnitSelect';

interface RoomFormProps {
  /** Null for a new one. */
  read: Room | null;
  onReload: () => void;
  onDone: () => void;
}

/** Adding and changing a room with the addresses of its devices. What is changed is the room as it was when the form was opened. */
export function RoomForm({ read, onReload, onDone }: RoomFormProps) {
  const [room] = useState(read);
  const client = useQueryClient();
  const submit = useSubmit(roomsKey);
  const [name, setName] = useState(room?.name ?? '');
  const [shortName, setShortName] = useState(room?.shortName ?? '');
  const keeps = useScope('itOfficer');
  const firstUnit = useFirstUnit('itOfficer');
  const [unitId, setUnitId] = useState(room ? room.unitId : firstUnit);
  const [siteId, setSiteId] = useState(room?.siteId ?? null);
  const [devices, setDevices] = useState<Device[]>(room?.endpoints.map(deviceOf) ?? [noDevice]);
  const [contact, setContact] = useState(contactOf(room));
  const [treatment, setTreatment] = useState({
    automaticGain: room?.automaticGain ?? true,
    noiseGate: room?.noiseGate ?? true,
  });
  const [login, setLogin] = useState({
    user: room?.endpoints.find((endpoint) => endpoint.outgoingUser)?.outgoingUser ?? '',
    password: '',
  });
  const filled = devices
    .map((device) => ({ ...device, address: tidyAddress(device.address) }))
    .filter((device) => device.address);
  const valid =
    name.trim() !== '' &&
    filled.length > 0 &&
    filled.every(
      (device) =>
        addressProblem(device.address) === null && (!device.kbits.trim() || kbitsOf(device.kbits) !== null),
    );

  const save = () =>
    submit.run(valid, async () => {
      const body = {
        name: name.trim().normalize('NFC'),
        shortName: shortName.trim().normalize('NFC') || null,
        unitId,
        siteId,
        ...contactRequestOf(contact),
        ...treatment,
        endpoints: filled.map(({ address, certificate, certifiedUntil, kbits }) => ({
          address,
          certificate: certificate.trim().normalize('NFC') || null,
          certifiedUntil,
          kbits: kbitsOf(kbits),
          outgoingUser: login.user.trim() || null,
          outgoingPassword: login.password || null,
        })),
      };
      if (room) await changeRoom(room, { ...body, active: room.active });
      else await createRoom(body);
      say('done', t('rooms.saved', { name: body.name }));
      await client.invalidateQueries({ queryKey: roomsKey });
      onDone();
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      noValidate
    >
      <Stack gap="md">
        {submit.problem !== null && <Failure error={submit.problem} reload={onReload} />}
        <TextInput
          label={t('rooms.name')}
          description={t('rooms.nameHint')}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={
            fieldError(submit.problem, 'name') ??
            (submit.checked && !name.trim() ? t('field.required') : undefined)
          }
        />
        <TextInput
          label={`${t('rooms.shortName')} (${t('word.optional')})`}
          description={t('rooms.shortNameHint')}
          value={shortName}
          onChange={(event) => setShortName(event.currentTarget.value)}
          error={fieldError(submit.problem, 'shortName')}
        />
        <UnitSelect
          label={firstUnit === null ? `${t('rooms.unit')} (${t('word.optional')})` : t('rooms.unit')}
          value={unitId}
          within={keeps}
          onChange={setUnitId}
          error={fieldError(submit.problem, 'unitId')}
        />
        <SiteSelect value={siteId} onChange={setSiteId} error={fieldError(submit.problem, 'siteId')} />
        <ContactFields contact={contact} onChange={setContact} problem={submit.problem} />
        <Devices devices={devices} onChange={setDevices} checked={submit.checked} problem={submit.problem} />
        <Input.Wrapper label={`${t('rooms.login')} (${t('word.optional')})`} labelElement="div">
          <Group grow align="flex-start" mt={6}>
            <TextInput
              aria-label={t('rooms.outgoingUser')}
              placeholder={t('rooms.outgoingUser')}
              value={login.user}
              onChange={(event) => setLogin({ ...login, user: event.currentTarget.value })}
              spellCheck={false}
              autoComplete="off"
            />
            <PasswordInput
              aria-label={t('rooms.outgoingPassword')}
              placeholder={room ? t('rooms.passwordKept') : t('rooms.outgoingPassword')}
              value={login.password}
              onChange={(event) => setLogin({ ...login, password: event.currentTarget.value })}
              autoComplete="new-password"
            />
          </Group>
        </Input.Wrapper>
        <Input.Wrapper
          label={t('treatment.title')}
          labelElement="div"
          role="group"
          aria-label={t('treatment.title')}
        >
          <Stack gap="xs" mt={6}>
            <Checkbox
              label={t('treatment.gain')}
              description={t('treatment.gainHint')}
              checked={treatment.automaticGain}
              onChange={(event) => setTreatment({ ...treatment, automaticGain: event.currentTarget.checked })}
            />
            <Checkbox
              label={t('treatment.gate')}
              description={t('treatment.gateHint')}
              checked={treatment.noiseGate}
              onChange={(event) => setTreatment({ ...treatment, noiseGate: event.currentTarget.checked })}
            />
          </Stack>
        </Input.Wrapper>
        <Group>
          <Button type="submit" loading={submit.busy}>
            {t('do.save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SiteSelect({ value, onChange, error }: Omit<PickProps, 'label'>) {
  const sites = useSites().data ?? [];
  if (sites.length === 0) return null;
  return (
    <Select
      label={`${t('rooms.site')} (${t('word.optional')})`}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('do.remove') }}
      data={sites.map((site) => ({ value: site.id, label: site.name }))}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && matches(search, option.label))
      }
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
