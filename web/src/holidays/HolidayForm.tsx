import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useState } from 'react';
import { enterHoliday } from '../api/holidays';
import type { Holiday, HolidayKind } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { formatDay } from '../time/time';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';

const kinds = ['holiday', 'swappedOff', 'swappedWork'] as const;
const plain = 'plain';

export const kindText = (kind: HolidayKind | null): string => t(`holidays.kind.${kind ?? plain}`);

/** What a day is, and what it is called. A day made ordinary keeps its name, to be seen for what it was. */
export function HolidayForm({ holiday, onDone }: { holiday: Holiday | null; onDone: () => void }) {
  const submit = useSubmit();
  const [date, setDate] = useState<string | null>(holiday?.date ?? null);
  const [kind, setKind] = useState<HolidayKind | null>(holiday ? holiday.kind : 'holiday');
  const [name, setName] = useState(holiday?.name ?? '');
  const missing = (is: boolean) => (submit.checked && is ? t('field.required') : undefined);
  const save = () =>
    submit.run(date !== null && name.trim() !== '', async () => {
      await enterHoliday(date ?? '', kind, name.trim().normalize('NFC'));
      say('done', t('holidays.saved', { date: formatDay(date ?? '') }));
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
        {submit.problem !== null && <Failure error={submit.problem} />}
        <DateInput
          label={t('holidays.date')}
          disabled={holiday !== null}
          valueFormat="DD/MM/YYYY"
          dateParser={parseDay}
          value={date}
          error={missing(date === null)}
          onChange={setDate}
        />
        <Select
          label={t('holidays.kind')}
          allowDeselect={false}
          value={kind ?? plain}
          onChange={(next) => setKind(next === plain ? null : (next as HolidayKind))}
          data={[...kinds, null].map((one) => ({ value: one ?? plain, label: kindText(one) }))}
        />
        <TextInput
          label={t('holidays.name')}
          data-autofocus
          maxLength={100}
          value={name}
          error={fieldError(submit.problem, 'name') ?? missing(!name.trim())}
          onChange={(event) => setName(event.currentTarget.value)}
        />
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
