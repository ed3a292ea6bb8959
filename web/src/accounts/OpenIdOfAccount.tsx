import { Alert, Button, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { accountsKey, unlinkAccount } from '../api/accounts';
import type { Account } from '../api/types';
import { useSession } from '../app/session';
import { t } from '../i18n/language';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';

/** How many have signed in for the first time and can do nothing yet. */
export function WaitingNote({ accounts }: { accounts: readonly Account[] }) {
  const n = accounts.filter((account) => account.waiting).length;
  if (n === 0) return null;
  return (
    <Alert color="yellow" variant="light" mb="md" styles={{ message: { color: 'var(--ink)' } }}>
      {t('accounts.waitingCount', { n })}
    </Alert>
  );
}

interface OpenIdOfAccountProps {
  account: Account | null;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  onDone: () => void;
}

/** Who is linked to the account at the OpenID provider, or is to be. Nothing where there is no provider. */
export function OpenIdOfAccount({ account, value, onChange, error, onDone }: OpenIdOfAccountProps) {
  const ways = useSession()?.signIn;
  const name = ways?.openId;
  if (!name) return null;
  if (account?.openId?.issuer)
    return <Linked account={account} issuer={account.openId.issuer} name={name} onDone={onDone} />;
  const claim = ways.linkClaim ?? 'email';
  return (
    <TextInput
      label={t('accounts.openId', { name })}
      description={
        claim === 'email' ? t('accounts.openIdMail', { name }) : t('accounts.openIdClaim', { name, claim })
      }
      autoComplete="off"
      maxLength={255}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

interface LinkedProps {
  account: Account;
  issuer: string;
  name: string;
  onDone: () => void;
}

function Linked({ account, issuer, name, onDone }: LinkedProps) {
  const client = useQueryClient();
  const submit = useSubmit();
  const unlink = () =>
    submit.run(true, async () => {
      await unlinkAccount(account.id);
      say('done', t('accounts.unlinked', { name: account.displayName }));
      await client.invalidateQueries({ queryKey: accountsKey });
      onDone();
    });
  return (
    <div>
      {submit.problem !== null && <Failure error={submit.problem} />}
      <Text fw={600} size="sm">
        {t('accounts.openId', { name })}
      </Text>
      <Text size="sm" mb="xs" style={{ overflowWrap: 'anywhere' }}>
        ✓ {t('accounts.linked', { issuer })}
      </Text>
      <Button variant="default" loading={submit.busy} onClick={() => void unlink()}>
        {t('accounts.unlink')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('accounts.unlinkHint', { name })}
      </Text>
    </div>
  );
}
