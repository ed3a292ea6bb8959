import { Button, Drawer, Group, Stack, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHasRole } from '../app/session';
import { parseDay } from '../booking/parseDay';
import { changeUnit, createUnit, roomsKey, unitsKey, useUnits } from '../api/rooms';
import type { Unit } from '../api/types';
import { useScope } from '../app/useScope';
import { t } from '../i18n/language';
import { compareNames } from '../search/fold';
import { serverNow } from '../time/clock';
import { dayOf, formatDay } from '../time/time';
import { fieldError } from '../ui/errorText';
import { PlusIcon } from '../ui/icons';
import { Empty, Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';
import { useEdited } from '../ui/useEdited';
import { useSubmit } from '../ui/useSubmit';
import { ContactFields, ContactNote, contactOf, contactRequestOf } from './ContactFields';
import { Reorganisations } from './Reorganisations';
import { Reorganise } from './Reorganise';
import { UnitSelect } from './UnitSelect';
import classes from './rooms.module.css';

/** The dated tree of units. */
export function UnitList() {
  const units = useUnits();
  const isAdministrator = useHasRole('administrator');
  const keeps = useScope('itOfficer');
  const { edited, setEdited, reload } = useEdited(units.data);
  const [reorganises, setReorganises] = useState(false);
  const today = dayOf(serverNow());
  if (units.isPending) return <Lines />;
  if (units.isError) return <Failure error={units.error} retry={() => void units.refetch()} />;
  return (
    <>
      <Group mb="md">
        {isAdministrator && (
          <Button leftSection={<PlusIcon />} onClick={() => setEdited('new')}>
            {t('units.add')}
          </Button>
        )}
        {isAdministrator && units.data.length > 0 && (
          <Button variant="default" onClick={() => setReorganises(true)}>
            {t('reorganise.open')}
          </Button>
        )}
      </Group>
      <Reorganisations mayAct={isAdministrator} />
      {units.data.length === 0 ? (
        <Empty title={t('units.none')}>{t('units.noneHint')}</Empty>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('units.name')}</th>
              <th scope="col">{t('units.kind')}</th>
              <th scope="col">{t('contact.title')}</th>
              <th scope="col">{t('units.validFrom')}</th>
              <th scope="col">{t('units.validTo')}</th>
              <th>
                <span className="visually-hidden">{t('do.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {inTree(units.data).map(({ unit, depth }) => (
              <tr key={unit.id} data-inactive={hasEnded(unit, today)}>
                <td style={{ paddingLeft: 14 + depth * 22 }}>{unit.name}</td>
                <td>{unit.kind}</td>
                <td>
                  <ContactNote contact={unit} />
                </td>
                <td className="numbers">{formatDay(unit.validFrom)}</td>
                <td className="numbers">{unit.validTo ? formatDay(unit.validTo) : ''}</td>
                <td className={classes.acts}>
                  {keeps(unit.id) && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${t('do.edit')} ${unit.name}`}
                      onClick={() => setEdited(unit)}
                    >
                      {t('do.edit')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {reorganises && <Reorganise units={units.data} onClose={() => setReorganises(false)} />}
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        position="right"
        size={480}
        title={edited === 'new' ? t('units.add') : t('units.editTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        {edited !== null && (
          <UnitForm
            key={edited === 'new' ? edited : edited.tag}
            unit={edited === 'new' ? null : edited}
            mayChangeTree={isAdministrator}
            onReload={reload}
            onDone={() => setEdited(null)}
          />
        )}
      </Drawer>
    </>
  );
}

const hasEnded = ({ validTo }: Unit, today: string) => validTo !== null && validTo < today;

function inTree(units: Unit[]): { unit: Unit; depth: number }[] {
  const known = new Set(units.map((unit) => unit.id));
  const below = (parent: string | null, depth: number): { unit: Unit; depth: number }[] =>
    units
      .filter(
        (unit) => (unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null) === parent,
      )
      .sort((a, b) => compareNames(a.name, b.name))
      .flatMap((unit) => [{ unit, depth }, ...below(unit.id, depth + 1)]);
  return below(null, 0);
}

interface UnitFormProps {
  unit: Unit | null;
  /** Else only whom to write to. */
  mayChangeTree: boolean;
  onReload: () => void;
  onDone: () => void;
}

function UnitForm({ unit, mayChangeTree, onReload, onDone }: UnitFormProps) {
  const client = useQueryClient();
  const submit = useSubmit(unitsKey);
  const [values, setValues] = useState({
    name: unit?.name ?? '',
    shortName: unit?.shortName ?? '',
    kind: unit?.kind ?? '',
    parentId: unit?.parentId ?? null,
    validFrom: unit?.validFrom ?? dayOf(serverNow()),
    validTo: unit?.validTo ?? null,
  });
  const [contact, setContact] = useState(contactOf(unit));
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const valid = values.name.trim() !== '' && values.kind.trim() !== '' && values.validFrom !== '';
  const save = () =>
    submit.run(valid, async () => {
      const body = { ...values, shortName: values.shortName.trim() || null, ...contactRequestOf(contact) };
      if (unit) await changeUnit(unit, body);
      else await createUnit(body);
      say('done', t('units.saved', { name: values.name }));
      await Promise.all([
        client.invalidateQueries({ queryKey: unitsKey }),
        client.invalidateQueries({ queryKey: roomsKey }),
      ]);
      onDone();
    });
  const text = (field: 'name' | 'shortName' | 'kind', needed: boolean) => ({
    value: values[field],
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
    error:
      fieldError(submit.problem, field) ??
      (needed && submit.checked && !values[field].trim() ? t('field.required') : undefined),
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
        {mayChangeTree ? (
          <>
            <TextInput label={t('units.name')} data-autofocus {...text('name', true)} />
            <TextInput
              label={`${t('units.shortName')} (${t('word.optional')})`}
              {...text('shortName', false)}
            />
            <TextInput label={t('units.kind')} description={t('units.kindHint')} {...text('kind', true)} />
            <UnitSelect
              label={`${t('units.parent')} (${t('word.optional')})`}
              value={values.parentId}
              without={unit?.id}
              onChange={(parentId) => set({ parentId })}
              error={fieldError(submit.problem, 'parentId')}
            />
            <Group grow align="flex-start">
              <DateInput
                label={t('units.validFrom')}
                valueFormat="DD/MM/YYYY"
                dateParser={parseDay}
                value={values.validFrom}
                onChange={(day) => set({ validFrom: day ?? '' })}
                error={fieldError(submit.problem, 'validFrom')}
              />
              <DateInput
                label={`${t('units.validTo')} (${t('word.optional')})`}
                valueFormat="DD/MM/YYYY"
                dateParser={parseDay}
                clearable
                value={values.validTo}
                onChange={(day) => set({ validTo: day })}
                error={fieldError(submit.problem, 'validTo')}
              />
            </Group>
          </>
        ) : (
          <div>
            <Text fw={600}>{unit?.name}</Text>
            <Text size="sm" c="dimmed">
              {t('units.treeOfAdministrators')}
            </Text>
          </div>
        )}
        <ContactFields contact={contact} onChange={setContact} problem={submit.problem} />
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
