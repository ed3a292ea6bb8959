import { Alert, Button, Skeleton, Stack, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { isStale } from '../api/problem';
import { t } from '../i18n/language';
import { errorText } from './errorText';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Shown at the right of the title. */
  acts?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** Head and body of an ordinary page; names the browser tab after it. */
export function Page({ title, acts, wide = false, children }: PageProps) {
  useTabTitle(title);
  return (
    <div className={wide ? classes.wide : classes.page}>
      <div className={classes.head}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {acts !== undefined && <div className={`${classes.acts ?? ''} no-print`}>{acts}</div>}
      </div>
      {children}
    </div>
  );
}

export function useTabTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${t('app.name')}`;
  }, [title]);
}

/** Grey lines where a list will be. */
export function Lines({ count = 6, height = 44 }: { count?: number; height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true" aria-label={t('word.loading')} role="status">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} radius="md" />
      ))}
    </Stack>
  );
}

interface FailureProps {
  error: unknown;
  retry?: () => void;
  /** Offered when somebody else has changed the thing meanwhile. */
  reload?: () => void;
}

/** What went wrong, in a sentence, with a way on. */
export function Failure({ error, retry, reload }: FailureProps) {
  return (
    <Alert color="red" variant="light" role="alert" className={classes.failure}>
      <p className={classes.failureText}>{errorText(error)}</p>
      {retry && (
        <Button variant="default" size="sm" onClick={retry}>
          {t('do.retry')}
        </Button>
      )}
      {reload && isStale(error) && (
        <Button variant="default" size="sm" onClick={reload}>
          {t('do.reload')}
        </Button>
      )}
    </Alert>
  );
}

/** Nothing here yet, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.emptyTitle}>{title}</p>
      {children}
    </div>
  );
}
