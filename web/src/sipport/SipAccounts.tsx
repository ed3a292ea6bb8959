import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import {
  createSipAccount,
  deleteSipAccount,
  renewSipPassword,
  sipAccountsKey,
  useSipAccounts,
} from '../api/sipport';
import type { SipAccount, SipPassword } from '../api/types';
import { useHasRole } from '../app/session';
import { t } from '../i18n/language';
import classes from '../rooms/rooms.module.css';
import { formatDateTime, instantOf } from '../time/time';
import { CopiedText } from '../ui/CopiedText';
import { errorText, fieldError } from '../ui/errorText';
import { Empty, Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';

/** Accounts of devices that register: made here, the password shown once. */
export function SipAccounts() {
  const client = useQueryClient();
  const accounts = useSipAccounts();
  const mayEdit = useHasRole('administrator');
  const [made, setMade] = useState<SipPassword | null>(null);
  const refetch = () => client.invalidateQueries({ queryKey: sipAccountsKey });
  const run = async (act: () => Promise<unknown>, done: string) => {
    try {
      await act();
      say('done', done);
      await refetch();
    } catch (failure) {
      say('failed', errorText(failure));
    }
  };

  return (
    <>
      <p>{t('sipport.accountsHint')}</p>
      {mayEdit && <NewAccount onMade={setMade} refetch={refetch} />}
      {made !== null && <MadePassword made={made} />}
      {accounts.isPending && <Lines count={3} />}
      {accounts.isError && <Failure error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.data?.length === 0 && <Empty title={t('sipport.noAccounts')} />}
      {accounts.data && accounts.data.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('sipport.account')}</th>
              <th scope="col">{t('sipport.state')}</th>
              <th scope="col">{t('sipport.changed')}</th>
              <th>
                <span className="visually-hidden">{t('do.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {accounts.data.map((account) => (
              <tr key={account.id}>
                <td>
                  {account.userName}
                  <small>{`registered:${account.userName}`}</small>
                </td>
                <td>{stateOf(account)}</td>
                <td className="numbers">{formatDateTime(instantOf(account.changedAt))}</td>
                <td className={classes.acts}>
                  {mayEdit && (
                    <>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`${t('sipport.renew')} ${account.userName}`}
                        onClick={() =>
                          void run(
                            async () => setMade(await renewSipPassword(account.id)),
                            t('sipport.renewed', { name: account.userName }),
                          )
                        }
                      >
                        {t('sipport.renew')}
                      </Button>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        aria-label={`${t('do.remove')} ${account.userName}`}
                        onClick={() =>
                          void run(
                            () => deleteSipAccount(account.id),
                            t('sipport.removed', { name: account.userName }),
                          )
                        }
                      >
                        {t('do.remove')}
                      </Button>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function stateOf(account: SipAccount): string {
  if (!account.usable) return `✕ ${t('sipport.unusable')}`;
  return account.registered > 0
    ? `✓ ${t('sipport.registered', { n: account.registered })}`
    : t('sipport.notRegistered');
}

function NewAccount({
  onMade,
  refetch,
}: {
  onMade: (made: SipPassword) => void;
  refetch: () => Promise<unknown>;
}) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    try {
      onMade(await createSipAccount(name.trim()));
      setName('');
      setProblem(null);
      await refetch();
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <form onSubmit={(event) => void create(event)}>
      <Group align="flex-start" gap="xs" mb="md">
        <TextInput
          label={t('sipport.newAccount')}
          description={t('sipport.newAccountHint')}
          value={name}
          error={fieldError(problem, 'userName')}
          onChange={(event) => setName(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit" disabled={!name.trim()} mt={46}>
          {t('sipport.create')}
        </Button>
      </Group>
    </form>
  );
}

function MadePassword({ made }: { made: SipPassword }) {
  return (
    <Alert color="yellow" variant="light" mb="md" title={t('sipport.once')} role="status">
      <p>{t('sipport.enter', { user: made.userName, realm: made.realm })}</p>
      <CopiedText text={made.password} />
    </Alert>
  );
}
