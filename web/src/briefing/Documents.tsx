import { Button, Group, Paper, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { briefingsKey } from '../api/briefings';
import { addDocument, documentAddress, refusalOf, removeDocument } from '../api/documents';
import type { Briefing, BriefingDocument } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { FileIcon, PlusIcon } from '../ui/icons';
import { say } from '../ui/toast';
import classes from './briefing.module.css';

/** Links and files of a briefing; who may change it adds files, by the button or by dropping them here. */
export function Documents({ briefing }: { briefing: Briefing }) {
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const { documents, dossier, may } = briefing;
  const add = async (files: File[]) => {
    setBusy(true);
    for (const file of files) {
      try {
        await addDocument(briefing.id, file);
        say('done', t('documents.added', { name: file.name }));
      } catch (error) {
        say(
          'failed',
          t('documents.failed', { name: file.name, reason: refusalOf(error) ?? errorText(error) }),
        );
      }
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: briefingsKey });
  };
  const remove = async (file: BriefingDocument) => {
    setAsked(null);
    try {
      await removeDocument(briefing.id, file.id);
      say('done', t('documents.removed', { name: file.name }));
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: briefingsKey });
  };
  if (!may.documents && documents.length + dossier.links.length === 0) return null;
  return (
    <Paper
      withBorder
      p="lg"
      mt="lg"
      data-testid="documents"
      className={classes.documents ?? ''}
      data-over={over}
      onDragOver={(event) => {
        if (!may.documents || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!may.documents) return;
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files]);
      }}
    >
      <Title order={2} size="h4" mb="xs">
        {t('documents.title')}
      </Title>
      {documents.length + dossier.links.length === 0 && <p className={classes.soft}>{t('documents.none')}</p>}
      <ul className={classes.files}>
        {dossier.links.map((link, index) => (
          <li key={index}>
            <FileIcon />
            <a href={link.url} target="_blank" rel="noopener noreferrer">
              {link.title}
            </a>
            <span className={classes.soft}>{hostOf(link.url)}</span>
          </li>
        ))}
        {documents.map((file) => (
          <li key={file.id}>
            <FileIcon />
            <a href={documentAddress(briefing.id, file.id)} download={file.name}>
              {file.name}
            </a>
            <span className={`${classes.soft ?? ''} numbers`}>
              {sizeText(file.bytes)} · {file.addedBy}, {formatDateTime(instantOf(file.addedAt))}
            </span>
            {may.documents && (
              <Button
                className="no-print"
                size="compact-sm"
                variant={asked === file.id ? 'filled' : 'default'}
                {...(asked === file.id ? { color: 'red' } : {})}
                aria-label={asked === file.id ? undefined : t('documents.remove', { name: file.name })}
                onBlur={() => setAsked(null)}
                onClick={() => (asked === file.id ? void remove(file) : setAsked(file.id))}
              >
                {asked === file.id ? t('documents.sure') : t('do.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may.documents && (
        <Group gap="sm" mt="xs" className="no-print">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            data-testid="file"
            onChange={(event) => {
              void add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
          <Button
            variant="default"
            loading={busy}
            leftSection={<PlusIcon />}
            onClick={() => picker.current?.click()}
          >
            {t('documents.add')}
          </Button>
          <span className={classes.soft}>{t('documents.drop')}</span>
        </Group>
      )}
    </Paper>
  );
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? '';

const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024
    ? t('documents.kb', { n: Math.max(1, Math.round(bytes / 1024)) })
    : t('documents.mb', { n: (bytes / 1024 / 1024).toFixed(1).replace('.', ',') });
