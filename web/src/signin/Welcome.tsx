import { Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { LanguageButton } from '../app/LanguageButton';
import { useSession } from '../app/session';
import { t } from '../i18n/language';
import { useTabTitle } from '../ui/page';
import { Toasts } from '../ui/toast';
import classes from './signin.module.css';

/** The frame of the pages before sign-in. */
export function Welcome({ title, children }: { title: string; children: ReactNode }) {
  useTabTitle(title);
  const organisation = useSession()?.organisation;
  return (
    <main className={classes.welcome}>
      <div className={classes.language}>
        <LanguageButton />
      </div>
      <div className={classes.brand}>
        <img src="/favicon.svg" alt="" width={52} height={52} />
        <div>
          <p className={classes.name}>{t('app.name')}</p>
          {organisation && <p className={classes.organisation}>{organisation}</p>}
        </div>
      </div>
      <Paper withBorder shadow="sm" p="xl" radius="lg" className={classes.card ?? ''}>
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        {children}
      </Paper>
      <Toasts />
    </main>
  );
}
