import { ActionIcon, Button, Checkbox, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useRooms } from '../api/rooms';
import { t } from '../i18n/language';
import { useHosting } from '../app/useScope';
import { UnitSelect } from '../rooms/UnitSelect';
import { CloseIcon, PlusIcon } from '../ui/icons';
import { TermsFields, termsTold } from './TermsFields';
import { AgendaEditor } from './AgendaEditor';
import { newLineKey, withSecretary, type DossierDraft, type LinkDraft } from './dossier';
import classes from './dossier.module.css';
import { allRoomIds, type Draft, type FieldErrors } from './draft';
import { SecretaryField } from './SecretaryField';

interface DossierFieldsProps {
  draft: Draft;
  errors: FieldErrors;
  edit: (change: (draft: Draft) => Draft) => void;
  /** False where somebody else's note for technicians is not shown, and so not written over. */
  notes?: boolean;
  /** False while one session of a series is edited: secrecy, encryption and recording are those of all. */
  terms?: boolean;
}

/** All that is not needed to book: folded, each part with a word of what is in it. */
export function DossierFields({ draft, errors, edit, notes = true, terms = true }: DossierFieldsProps) {
  const { dossier } = draft;
  const rooms = useChosenRooms(allRoomIds(draft));
  const hosting = useHosting();
  const change = (part: Partial<DossierDraft>) =>
    edit((before) => ({ ...before, dossier: { ...before.dossier, ...part } }));
  const line = (
    member: 'invitationNumber' | 'chairPerson' | 'secretary' | 'chairMail' | 'secretaryMail',
    maxLength: number,
    hint?: string,
  ) => (
    <TextInput
      label={t(`dossier.${member}`)}
      name={member}
      placeholder={hint}
      maxLength={maxLength}
      value={dossier[member]}
      error={errors[`dossier.${member}`]}
      onChange={(event) => change({ [member]: event.currentTarget.value })}
    />
  );
  return (
    <div>
      <Fold
        title={t('dossier.people')}
        told={[
          dossier.invitationNumber,
          dossier.chairPerson,
          dossier.mode === 'lecture' ? t('mode.lecture') : '',
        ]}
        wrong={has(
          errors,
          'dossier.invitationNumber',
          'dossier.hostUnitId',
          'dossier.chairPerson',
          'dossier.secretary',
          'dossier.chairMail',
          'dossier.secretaryMail',
          'dossier.secretaryId',
        )}
      >
        {line('invitationNumber', 50, '125/GM-UBND')}
        <UnitSelect
          label={t('dossier.host')}
          value={dossier.hostUnitId}
          within={hosting?.may ?? (() => false)}
          error={errors['dossier.hostUnitId']}
          onChange={(hostUnitId) => change({ hostUnitId })}
        />
        {line('chairPerson', 150)}
        {line('chairMail', 254)}
        {line('secretary', 150)}
        {line('secretaryMail', 254)}
        <SecretaryField
          value={dossier.secretaryAccount}
          error={errors['dossier.secretaryId']}
          onChange={(person) =>
            edit((before) => ({ ...before, dossier: withSecretary(before.dossier, person) }))
          }
        />
        <div>
          <SegmentedControl
            aria-label={t('dossier.mode')}
            value={dossier.mode}
            onChange={(mode) => change({ mode })}
            data={(['discussion', 'lecture'] as const).map((value) => ({ value, label: t(`mode.${value}`) }))}
          />
          <p className={classes.soft}>{t(`mode.${dossier.mode}Hint`)}</p>
        </div>
      </Fold>
      <Fold
        title={t('dossier.agenda')}
        told={[dossier.agenda.length > 0 && t('agenda.count', { n: dossier.agenda.length })]}
        wrong={has(errors, 'dossier.agenda')}
      >
        <AgendaEditor
          agenda={dossier.agenda}
          rooms={rooms}
          errors={errors}
          onChange={(agenda) => change({ agenda })}
        />
      </Fold>
      <Fold
        title={t('dossier.links')}
        told={[dossier.links.length > 0 && t('links.count', { n: dossier.links.length })]}
        wrong={has(errors, 'dossier.links')}
      >
        <Links links={dossier.links} errors={errors} onChange={(links) => change({ links })} />
      </Fold>
      <Fold
        title={t('dossier.technical')}
        told={[
          draft.setUp !== '' && draft.setUp !== '0' && t('word.minutes', { n: draft.setUp }),
          dossier.helpWanted && t('dossier.helpWanted'),
        ]}
        wrong={has(errors, 'setUpMinutes', 'dossier.helpNote', 'dossier.technicianNote')}
      >
        <TextInput
          label={t('dossier.setUp')}
          description={t('dossier.setUpHint')}
          name="setUpMinutes"
          inputMode="numeric"
          w={220}
          value={draft.setUp}
          error={errors.setUpMinutes}
          onChange={(event) => {
            const setUp = event.currentTarget.value;
            edit((before) => ({ ...before, setUp }));
          }}
        />
        <Checkbox
          label={t('dossier.helpWanted')}
          checked={dossier.helpWanted}
          onChange={(event) => change({ helpWanted: event.currentTarget.checked })}
        />
        {dossier.helpWanted && (
          <Textarea
            label={t('dossier.helpNote')}
            autosize
            minRows={2}
            maxLength={1000}
            value={dossier.helpNote}
            error={errors['dossier.helpNote']}
            onChange={(event) => change({ helpNote: event.currentTarget.value })}
          />
        )}
        {notes && (
          <Textarea
            label={t('dossier.technicianNote')}
            description={t('dossier.technicianNoteHint')}
            autosize
            minRows={2}
            maxLength={4000}
            value={dossier.technicianNote}
            error={errors['dossier.technicianNote']}
            onChange={(event) => change({ technicianNote: event.currentTarget.value })}
          />
        )}
      </Fold>
      {terms && (
        <Fold
          title={t('terms.title')}
          told={termsTold(draft.terms)}
          wrong={has(errors, 'secrecy', 'encryption', 'recording')}
        >
          <TermsFields terms={draft.terms} errors={errors} edit={edit} />
        </Fold>
      )}
    </div>
  );
}

/** The briefing's rooms by name: a speaker sits in one of them. */
function useChosenRooms(roomIds: readonly string[]) {
  const { data } = useRooms();
  const chosen = new Set(roomIds);
  return (data ?? []).filter((room) => chosen.has(room.id));
}

const has = (errors: FieldErrors, ...fields: string[]): boolean =>
  Object.keys(errors).some((key) => fields.some((field) => key === field || key.startsWith(`${field}[`)));

interface FoldProps {
  title: string;
  /** What is in it, as long as it is folded. */
  told: (string | false)[];
  /** Something inside is wrong: it opens. */
  wrong: boolean;
  children: ReactNode;
}

function Fold({ title, told, wrong, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={classes.fold}
      open={open || wrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {title} <span className={classes.soft}>{!open && told.filter(Boolean).join(' · ')}</span>
      </summary>
      {(open || wrong) && (
        <Stack gap="sm" className={classes.inside ?? ''}>
          {children}
        </Stack>
      )}
    </details>
  );
}

interface LinksProps {
  links: readonly LinkDraft[];
  errors: FieldErrors;
  onChange: (links: LinkDraft[]) => void;
}

/** Documents that lie elsewhere. */
export function Links({ links, errors, onChange }: LinksProps) {
  const edit = (index: number, part: Partial<LinkDraft>) =>
    onChange(links.map((link, at) => (at === index ? { ...link, ...part } : link)));
  return (
    <>
      {links.map((link, index) => (
        <div key={link.key} className={classes.link}>
          <TextInput
            aria-label={t('links.title', { n: index + 1 })}
            placeholder={t('links.titleHint')}
            size="sm"
            maxLength={200}
            value={link.title}
            error={errors[`dossier.links[${String(index)}].title`]}
            onChange={(event) => edit(index, { title: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('links.url', { n: index + 1 })}
            placeholder="https://"
            size="sm"
            inputMode="url"
            maxLength={2000}
            value={link.url}
            error={errors[`dossier.links[${String(index)}].url`]}
            onChange={(event) => edit(index, { url: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={4}
            aria-label={t('links.remove', { n: index + 1 })}
            onClick={() => onChange(links.filter((_, at) => at !== index))}
          >
            <CloseIcon size={16} />
          </ActionIcon>
        </div>
      ))}
      {errors['dossier.links'] && <p className={classes.bad}>{errors['dossier.links']}</p>}
      <Button
        variant="default"
        size="compact-md"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<PlusIcon size={16} />}
        onClick={() => onChange([...links, { key: newLineKey(), title: '', url: '' }])}
      >
        {t('links.add')}
      </Button>
      <p className={classes.soft}>{t('links.files')}</p>
    </>
  );
}
