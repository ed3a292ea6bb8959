import { Button, Drawer, Group, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSite, createSite, roomsKey, sitesKey, useLines, useSites, useUnits } from '../api/rooms';
import type { Site } from '../api/types';
import { useFirstUnit, useScope } from '../app/useScope';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';
import { PlusIcon } from '../ui/icons';
import { Empty, Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';
import { useEdited } from '../ui/useEdited';
import { useSubmit } from '../ui/useSubmit';
import { ContactFields, ContactNote, contactOf, contactRequestOf } from './ContactFields';
import { degreesOf } from './lines';
import { LineSelect } from './LineSelect';
import { UnitSelect } from './UnitSelect';
import classes from './rooms.module.css';

/** The places rooms are in. */
export function SiteList() {
  const sites = useSites();
  const units = useUnits().data ?? [];
  const lines = useLines().data ?? [];
  const keeps = useScope('itOfficer');
  const { edited, setEdited, reload } = useEdited(sites.data);
  if (sites.isPending) return <Lines />;
  if (sites.isError) return <Failure error={sites.error} retry={() => void sites.refetch()} />;
  return (
    <>
      <Button mb="md" leftSection={<PlusIcon />} onClick={() => setEdited('new')}>
        {t('sites.add')}
      </Button>
      {sites.data.length === 0 ? (
        <Empty title={t('sites.none')}>{t('sites.noneHint')}</Empty>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('sites.name')}</th>
              <th scope="col">{t('rooms.shortName')}</th>
              <th scope="col">{t('rooms.unit')}</th>
              <th scope="col">{t('sites.line')}</th>
              <th scope="col">{t('contact.title')}</th>
              <th>
                <span className="visually-hidden">{t('do.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sites.data.map((site) => (
              <tr key={site.id}>
                <td>{site.name}</td>
                <td>{site.shortName}</td>
                <td>{units.find((unit) => unit.id === site.unitId)?.name}</td>
                <td>{lines.find((line) => line.id === site.lineId)?.name}</td>
                <td>
                  <ContactNote contact={site} />
                </td>
                <td className={classes.acts}>
                  {keeps(site.unitId) && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${t('do.edit')} ${site.name}`}
                      onClick={() => setEdited(site)}
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
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        position="right"
        size={480}
        title={edited === 'new' ? t('sites.add') : t('sites.editTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        {edited !== null && (
          <SiteForm
            key={edited === 'new' ? edited : edited.tag}
            site={edited === 'new' ? null : edited}
            onReload={reload}
            onDone={() => setEdited(null)}
          />
        )}
      </Drawer>
    </>
  );
}

interface SiteFormProps {
  site: Site | null;
  onReload: () => void;
  onDone: () => void;
}

function SiteForm({ site, onReload, onDone }: SiteFormProps) {
  const client = useQueryClient();
  const submit = useSubmit(sitesKey);
  const [name, setName] = useState(site?.name ?? '');
  const [shortName, setShortName] = useState(site?.shortName ?? '');
  const keeps = useScope('itOfficer');
  const firstUnit = useFirstUnit('itOfficer');
  const [unitId, setUnitId] = useState(site ? site.unitId : firstUnit);
  const [lineId, setLineId] = useState(site?.lineId ?? null);
  const [degrees, setDegrees] = useState({
    latitude: String(site?.latitude ?? ''),
    longitude: String(site?.longitude ?? ''),
  });
  const lines = useLines().data ?? [];
  const [contact, setContact] = useState(contactOf(site));
  const latitude = degreesOf(degrees.latitude);
  const longitude = degreesOf(degrees.longitude);
  const valid = name.trim() !== '' && !Number.isNaN(latitude) && !Number.isNaN(longitude);
  const save = () =>
    submit.run(valid, async () => {
      const body = {
        name: name.trim().normalize('NFC'),
        shortName: shortName.trim().normalize('NFC') || null,
        unitId,
        lineId,
        latitude,
        longitude,
        ...contactRequestOf(contact),
      };
      if (site) await changeSite(site, body);
      else await createSite(body);
      say('done', t('sites.saved', { name: body.name }));
      await Promise.all([
        client.invalidateQueries({ queryKey: sitesKey }),
        client.invalidateQueries({ queryKey: roomsKey }),
      ]);
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
          label={t('sites.name')}
          data-autofocus
          value={name}
          error={
            fieldError(submit.problem, 'name') ??
            (submit.checked && !name.trim() ? t('field.required') : undefined)
          }
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={`${t('rooms.shortName')} (${t('word.optional')})`}
          value={shortName}
          error={fieldError(submit.problem, 'shortName')}
          onChange={(event) => setShortName(event.currentTarget.value)}
        />
        <UnitSelect
          label={firstUnit === null ? `${t('rooms.unit')} (${t('word.optional')})` : t('rooms.unit')}
          value={unitId}
          within={keeps}
          onChange={setUnitId}
          error={fieldError(submit.problem, 'unitId')}
        />
        {lines.length > 0 && (
          <LineSelect
            label={`${t('sites.line')} (${t('word.optional')})`}
            lines={lines}
            value={lineId}
            onChange={setLineId}
            error={fieldError(submit.problem, 'lineId')}
          />
        )}
        <Group grow align="flex-start">
          {(['latitude', 'longitude'] as const).map((field) => (
            <TextInput
              key={field}
              label={`${t(`sites.${field}`)} (${t('word.optional')})`}
              description={t('sites.degreesHint')}
              inputMode="decimal"
              value={degrees[field]}
              error={
                fieldError(submit.problem, field) ??
                (submit.checked && Number.isNaN(degreesOf(degrees[field]))
                  ? t('sites.degreesWrong')
                  : undefined)
              }
              onChange={(event) => setDegrees({ ...degrees, [field]: event.currentTarget.value })}
            />
          ))}
        </Group>
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
