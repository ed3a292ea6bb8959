import { Loader } from '@mantine/core';
import { t } from '../i18n/language';

/** Shown until the server has told who is signed in. It is asked again by itself. */
export function Starting({ unreachable }: { unreachable: boolean }) {
  return (
    <main
      style={{
        display: 'grid',
        placeItems: 'center',
        alignContent: 'center',
        gap: 16,
        minHeight: '100vh',
        padding: 24,
      }}
    >
      <Loader aria-label={t('word.loading')} />
      <p role="status" style={{ margin: 0, maxWidth: 420, textAlign: 'center' }}>
        {unreachable ? t('app.waitingForServer') : t('word.loading')}
      </p>
    </main>
  );
}
