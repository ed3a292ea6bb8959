import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { t } from '../i18n/language';
import { Empty, Page } from '../ui/page';

export function NotFoundPage() {
  return (
    <Page title={t('error.pageTitle')}>
      <Empty title={t('error.notFound')}>
        <Button component={Link} to="/calendar" mt="sm">
          {t('error.toCalendar')}
        </Button>
      </Empty>
    </Page>
  );
}
