import { Button, Group, Paper, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createSite, sitesKey, useSites, useUnits } from '../api/rooms';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import { Empty, Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import { UnitSelect } from './UnitSelect';
import classes from './rooms.module.css';

/** The places rooms are in. */
export function SiteList() {
  const sites = useSites();
  const units = useUnits().data ?? [];
  if (sites.isPending) return <Lines />;
  if (sites.isError) return <Failure error={sites.error} retry={() => void sites.refetch()} />;
  return (
    <>
      <SiteForm />
      {sites.data.length === 0 ? (
        <Empty title={t('sites.none')}>{t('sites.noneHint')}</Empty>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('sites.name')}</th>
              <th scope="col">{t('rooms.shortName')}</th>
              <th scope="col">{t('rooms.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {sites.data.map((site) => (
              <tr key={site.id}>
                <td>{site.name}</td>
                <td>{site.shortName}</td>
                <td>{units.find((unit) => unit.id === site.unitId)?.name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function SiteForm() {
  const client = useQueryClient();
  const submit = useSubmit();
  const [name, setName] = useState('');
  const [unitId, setUnitId] = useState<string | null>(null);
  const save = () =>
    submit.run(name.trim() !== '', async () => {
      await createSite({ name: name.trim().normalize('NFC'), unitId });
      say('done', t('sites.saved', { name: name.trim() }));
      setName('');
      await client.invalidateQueries({ queryKey: sitesKey });
    });
  return (
    <Paper withBorder p="md" mb="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        noValidate
      >
        {submit.problem !== null && <Failure error={submit.problem} />}
        <Group align="flex-end" gap="sm">
          <TextInput
            style={{ flex: 1 }}
            label={t('sites.name')}
            value={name}
            error={fieldError(submit.problem, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <UnitSelect
            label={`${t('rooms.unit')} (${t('word.optional')})`}
            value={unitId}
            onChange={setUnitId}
            error={fieldError(submit.problem, 'unitId')}
          />
          <Button type="submit" loading={submit.busy} disabled={!name.trim()}>
            {t('sites.add')}
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
