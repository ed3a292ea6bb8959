import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useState } from 'react';
import { useCapacity } from '../api/rooms';
import type { Room } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf } from '../time/time';
import { fieldError } from '../ui/errorText';
import { CloseIcon, PlusIcon } from '../ui/icons';
import { kbitsOf } from './lines';
import { addressProblem, tidyAddress } from './sipAddress';

/** A device as it is being typed. */
export interface Device {
  address: string;
  certificate: string;
  certifiedUntil: string | null;
  /** What a call with it takes of lines, in kbit/s; empty for what is set for all. */
  kbits: string;
}

export const noDevice: Device = { address: '', certificate: '', certifiedUntil: null, kbits: '' };

export const deviceOf = (endpoint: Room['endpoints'][number]): Device => ({
  address: endpoint.address,
  certificate: endpoint.certificate ?? '',
  certifiedUntil: endpoint.certifiedUntil,
  kbits: String(endpoint.kbits ?? ''),
});

interface DevicesProps {
  devices: Device[];
  onChange: (devices: Device[]) => void;
  checked: boolean;
  problem: unknown;
}

/** The devices of a room in the order they are called, each with what lets it into secret briefings. */
export function Devices({ devices, onChange, checked, problem }: DevicesProps) {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const set = (index: number, part: Partial<Device>) =>
    onChange(devices.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const hint = (index: number, address: string) => {
    const refused =
      fieldError(problem, `endpoints[${index}].address`) ?? fieldError(problem, `endpoints.${index}.address`);
    if (refused) return refused;
    if (address === '') return checked && index === 0 ? t('rooms.addressScheme') : undefined;
    return checked || left.has(index) ? (addressProblem(tidyAddress(address)) ?? undefined) : undefined;
  };
  return (
    <Input.Wrapper
      label={t('rooms.endpoints')}
      description={t('rooms.endpointsHint')}
      error={fieldError(problem, 'endpoints')}
      labelElement="div"
    >
      <Stack gap="sm" mt={6}>
        {devices.map((device, index) => (
          <div key={index}>
            <Group gap="xs" align="flex-start" wrap="nowrap">
              <TextInput
                style={{ flex: 1 }}
                aria-label={t('rooms.address', { n: index + 1 })}
                placeholder={t('rooms.addressExample')}
                value={device.address}
                error={hint(index, device.address)}
                onChange={(event) => set(index, { address: event.currentTarget.value })}
                onBlur={() => {
                  set(index, { address: tidyAddress(device.address) });
                  setLeft((before) => new Set(before).add(index));
                }}
                spellCheck={false}
                autoComplete="off"
              />
              {devices.length > 1 && (
                <ActionIcon
                  variant="default"
                  size={36}
                  aria-label={t('rooms.removeAddress', { n: index + 1 })}
                  onClick={() => onChange(devices.filter((_, at) => at !== index))}
                >
                  <CloseIcon />
                </ActionIcon>
              )}
            </Group>
            <Certificate device={device} onChange={(part) => set(index, part)} />
            <Rate
              device={device}
              n={index + 1}
              error={
                fieldError(problem, 'endpoints.kbits') ??
                (checked && device.kbits.trim() && kbitsOf(device.kbits) === null
                  ? t('lines.kbitsWrong')
                  : undefined)
              }
              onChange={(kbits) => set(index, { kbits })}
            />
          </div>
        ))}
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<PlusIcon size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...devices, noDevice])}
        >
          {t('rooms.addAddress')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

/** Most devices have none: it takes room only once somebody wants it. */
function Certificate({ device, onChange }: { device: Device; onChange: (part: Partial<Device>) => void }) {
  const [open, setOpen] = useState(device.certificate !== '');
  if (!open)
    return (
      <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setOpen(true)}>
        {t('certificate.add')}
      </Button>
    );
  return (
    <Group gap="xs" align="flex-end" mt={6} wrap="nowrap">
      <TextInput
        style={{ flex: 1 }}
        label={t('certificate.name')}
        description={t('certificate.hint')}
        maxLength={100}
        value={device.certificate}
        onChange={(event) => onChange({ certificate: event.currentTarget.value })}
        autoComplete="off"
      />
      <DateInput
        label={t('certificate.until')}
        w={150}
        valueFormat="DD/MM/YYYY"
        placeholder="31/12/2027"
        clearable
        clearButtonProps={{ 'aria-label': t('do.remove') }}
        dateParser={parseDay}
        value={device.certifiedUntil}
        onChange={(certifiedUntil) => onChange({ certifiedUntil })}
      />
    </Group>
  );
}

interface RateProps {
  device: Device;
  n: number;
  error: string | undefined;
  onChange: (kbits: string) => void;
}

/** Most devices take what is set for all. */
function Rate({ device, n, error, onChange }: RateProps) {
  const [open, setOpen] = useState(device.kbits !== '');
  const usual = useCapacity(dayOf(serverNow())).data?.roomKbits;
  if (!open)
    return (
      <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setOpen(true)}>
        {t('rooms.kbitsAdd')}
      </Button>
    );
  return (
    <TextInput
      mt={6}
      w={300}
      label={t('rooms.kbits', { n })}
      description={t('rooms.kbitsHint', { n: usual ?? '…' })}
      inputMode="numeric"
      value={device.kbits}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
