import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getSession } from '../api/session';
import { adoptSession, sessionKey, useUser } from '../app/session';
import { useLeave } from '../app/useLeave';
import { t } from '../i18n/language';
import { say } from '../ui/toast';
import { Welcome } from './Welcome';

/** For who has signed in and may do nothing yet: whom to ask, and the ways on. It goes on by itself once he has a role. */
export function WaitingPage() {
  const { displayName, userName } = useUser();
  const leave = useLeave();
  const session = useQuery({
    queryKey: sessionKey,
    queryFn: async () => adoptSession(await getSession()),
    refetchInterval: 15_000,
  });
  const check = async () => {
    const { data } = await session.refetch();
    if (data?.user?.roles.length === 0 && !data.user.named) say('done', t('waiting.still'));
  };
  return (
    <Welcome title={t('waiting.title')}>
      <Stack gap="md">
        <p style={{ margin: 0 }}>{t('waiting.explain', { displayName, userName })}</p>
        <Group>
          <Button autoFocus loading={session.isFetching} onClick={() => void check()}>
            {t('waiting.check')}
          </Button>
          <Button variant="default" onClick={() => void leave()}>
            {t('nav.signOut')}
          </Button>
        </Group>
      </Stack>
    </Welcome>
  );
}
