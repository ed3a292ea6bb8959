import { Button, Group, Modal, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  changeGroup,
  changeTemplate,
  deletePreset,
  getPreset,
  presetsKey,
  useRoomGroups,
  useTemplates,
  type PresetKind,
} from '../api/presets';
import type { Preset } from '../api/types';
import { useHasRole } from '../app/session';
import { t, type MessageKey } from '../i18n/language';
import { messages } from '../i18n/messages';
import { formatDateTime, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { say } from '../ui/toast';
import { GroupRooms } from './GroupRooms';
import { PresetDialog } from './PresetDialog';
import classes from './presets.module.css';

/** What is kept to book with: used, renamed, shared, changed and deleted here. */
export default function PresetsPage() {
  const templates = useTemplates();
  const groups = useRoomGroups();
  return (
    <Page title={t('presets.title')}>
      <List kind="template" title={t('presets.templates')} query={templates} />
      <List kind="group" title={t('presets.groups')} query={groups} />
    </Page>
  );
}

interface ListProps {
  kind: PresetKind;
  title: string;
  query: ReturnType<typeof useTemplates>;
}

function List({ kind, title, query }: ListProps) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {query.isPending && <Lines count={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && (
        <Empty title={t(kind === 'template' ? 'presets.noTemplates' : 'presets.noGroups')}>
          {t(kind === 'template' ? 'presets.noTemplatesHint' : 'presets.noGroupsHint')}
        </Empty>
      )}
      <ul className={classes.list}>
        {query.data?.map((preset) => (
          <Item key={preset.id} kind={kind} preset={preset} />
        ))}
      </ul>
    </section>
  );
}

function Item({ kind, preset }: { kind: PresetKind; preset: Preset }) {
  const client = useQueryClient();
  const mayBook = useHasRole('clerk', 'approver');
  const [open, setOpen] = useState<'rename' | 'rooms' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const { id, name, version } = preset;
  const mayChange = mayBook && preset.mayChange;
  const saved = async (next: string) => {
    say('done', t('presets.saved', { name: next }));
    await client.invalidateQueries({ queryKey: presetsKey(kind) });
  };
  const remove = async () => {
    try {
      await deletePreset(kind, id);
      say('done', t('presets.deleted', { name }));
    } catch (error) {
      say('failed', errorText(error));
    }
    close();
    await client.invalidateQueries({ queryKey: presetsKey(kind) });
  };
  return (
    <li className={classes.item} data-testid={kind}>
      <div>
        <b>{name}</b>
        <p>
          {preset.unitName ?? t('presets.own')} · {t('presets.rooms', { n: preset.roomIds.length })} ·{' '}
          {t('presets.changed', {
            who: preset.changedBy,
            time: formatDateTime(instantOf(preset.changedAt)),
          })}
        </p>
      </div>
      <div className={classes.acts}>
        {mayBook && kind === 'template' && (
          <Button
            component={Link}
            to={`/calendar/new?template=${id}`}
            size="compact-md"
            aria-label={t('presets.useNamed', { name })}
          >
            {t('presets.use')}
          </Button>
        )}
        {mayChange && kind === 'group' && (
          <Button
            variant="default"
            size="compact-md"
            aria-label={t('presets.editRoomsNamed', { name })}
            onClick={() => setOpen('rooms')}
          >
            {t('presets.editRooms')}
          </Button>
        )}
        {mayChange && (
          <>
            <Button
              variant="default"
              size="compact-md"
              aria-label={t('presets.renameNamed', { name })}
              onClick={() => setOpen('rename')}
            >
              {t('presets.rename')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              size="compact-md"
              aria-label={t('presets.deleteNamed', { name })}
              onClick={() => setOpen('delete')}
            >
              {t('presets.delete')}
            </Button>
          </>
        )}
      </div>
      <History kind={kind} preset={preset} />
      {open === 'rename' && (
        <PresetDialog
          title={t('presets.renameTitle')}
          name={name}
          unitId={preset.unitId}
          onSave={async (next, unitId) => {
            await (kind === 'template'
              ? changeTemplate(id, { name: next, unitId, version })
              : changeGroup(id, { name: next, unitId, roomIds: preset.roomIds, version }));
            await saved(next);
          }}
          onClose={close}
        />
      )}
      {open === 'rooms' && (
        <GroupRooms
          group={preset}
          onSave={async (roomIds) => {
            await changeGroup(id, { name, unitId: preset.unitId, roomIds, version });
            await saved(name);
          }}
          onClose={close}
        />
      )}
      <Modal
        opened={open === 'delete'}
        onClose={close}
        title={t('presets.deleteTitle', { name })}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <Text mb="md">{t('presets.deleteText')}</Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {t('do.cancel')}
          </Button>
          <Button color="red" onClick={() => void remove()}>
            {t('presets.delete')}
          </Button>
        </Group>
      </Modal>
    </li>
  );
}

/** Read only once somebody opens it. */
function History({ kind, preset }: { kind: PresetKind; preset: Preset }) {
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: [...presetsKey(kind), preset.id, preset.version],
    queryFn: () => getPreset(kind, preset.id),
    enabled: open,
  });
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('presets.history')}</summary>
      {query.isPending && <Lines count={1} height={20} />}
      <ol>
        {query.data?.history.map((line, index) => (
          <li key={index}>
            <span className="numbers">{formatDateTime(instantOf(line.at))}</span> {actionText(line.action)} –{' '}
            {line.who}
            {line.detail && `: ${line.detail}`}
          </li>
        ))}
      </ol>
    </details>
  );
}

function actionText(action: string): string {
  const key = `presets.action.${action}`;
  return key in messages ? t(key as Extract<MessageKey, 'presets.action.made'>) : action;
}
