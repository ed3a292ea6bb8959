import { Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { chooseLanguage, useHasRole, useIsWorker, useUser } from '../app/session';
import { useDecides } from '../app/useDecides';
import { language, t } from '../i18n/language';
import { Page } from '../ui/page';
import { Feeds } from '../invitations/Feeds';
import { Delegations } from './Delegations';
import { MailForm } from './MailForm';
import { PasswordForm } from './PasswordForm';
import { PhoneForm } from './PhoneForm';
import { SecondFactor } from './SecondFactor';
import { Tokens } from './Tokens';

export default function ProfilePage() {
  const user = useUser();
  const isWorker = useIsWorker();
  const talks = useHasRole('technician');
  const decides = useDecides();
  return (
    <Page title={t('profile.title')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="lg">
          <Paper withBorder p="lg">
            <Title order={2} size="h4">
              {user.displayName}
            </Title>
            <Text c="dimmed">{user.userName}</Text>
            <Text mt="sm">
              <b>{t('profile.roles')}:</b>{' '}
              {user.roles.map((role) => t(`role.${role}`)).join(', ') || t('mine.secretary')}
            </Text>
            <Text mt="md" mb={4} fw={600} id="language-label">
              {t('profile.language')}
            </Text>
            <SegmentedControl
              aria-labelledby="language-label"
              value={language.get()}
              onChange={(next) => chooseLanguage(next, true)}
              data={[
                { value: 'vi', label: 'Tiếng Việt' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Paper>
          {talks && <PhoneForm />}
          {(decides || user.named) && <MailForm />}
          {user.hasPassword && <PasswordForm />}
          <SecondFactor />
        </Stack>
        <Stack gap="lg">
          {isWorker && <Delegations />}
          {isWorker && <Feeds />}
          <Tokens />
        </Stack>
      </SimpleGrid>
    </Page>
  );
}
