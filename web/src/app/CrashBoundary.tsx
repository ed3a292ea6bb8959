import { Button, Group } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from '../i18n/language';
import { Empty } from '../ui/page';

interface State {
  failed: boolean;
}

/** A page that fails in an unforeseen way says so and offers a way on. */
export class CrashBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main style={{ maxWidth: 640, margin: '12vh auto', padding: 16 }} role="alert">
        <Empty title={t('error.pageTitle')}>
          <p>{t('error.crash')}</p>
          <Group justify="center">
            <Button onClick={() => window.location.reload()}>{t('error.reload')}</Button>
            <Button variant="default" component="a" href="/calendar">
              {t('error.toCalendar')}
            </Button>
          </Group>
        </Empty>
      </main>
    );
  }
}
