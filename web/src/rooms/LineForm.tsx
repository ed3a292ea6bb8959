import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeLine, createLine, linesKey } from '../api/rooms';
import type { Line } from '../api/types';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import { LineSelect } from './LineSelect';
import { behind, kbitsOf } from './lines';

interface LineFormProps {
  line: Line | null;
  lines: readonly Line[];
  onReload: () => void;
  onDone: () => void;
}

/** Adding and changing a line. */
export function LineForm({ line, lines, onReload, onDone }: LineFormProps) {
  const client = useQueryClient();
  const submit = useSubmit(linesKey);
  const [name, setName] = useState(line?.name ?? '');
  const [kbits, setKbits] = useState(line ? String(line.kbits) : '');
  const [parentId, setParentId] = useState(line?.parentId ?? null);
  const number = kbitsOf(kbits);
  const save = () =>
    submit.run(name.trim() !== '' && number !== null, async () => {
      if (number === null) return;
      const body = { name: name.trim().normalize('NFC'), kbits: number, parentId };
      if (line) await changeLine(line, body);
      else await createLine(body);
      say('done', t('lines.saved', { name: body.name }));
      await client.invalidateQueries({ queryKey: linesKey });
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
          label={t('lines.name')}
          data-autofocus
          value={name}
          error={
            fieldError(submit.problem, 'name') ??
            (submit.checked && !name.trim() ? t('field.required') : undefined)
          }
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('lines.kbits')}
          description={t('lines.kbitsHint')}
          inputMode="numeric"
          value={kbits}
          error={
            fieldError(submit.problem, 'kbits') ??
            (submit.checked && number === null ? t('lines.kbitsWrong') : undefined)
          }
          onChange={(event) => setKbits(event.currentTarget.value)}
        />
        <LineSelect
          label={t('lines.parent')}
          placeholder={t('lines.toBridge')}
          lines={lines.filter((one) => !line || !behind(line.id, lines).has(one.id))}
          value={parentId}
          onChange={setParentId}
          error={fieldError(submit.problem, 'parentId')}
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
