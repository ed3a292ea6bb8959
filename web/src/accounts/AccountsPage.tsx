import {
  Button,
  Checkbox,
  Drawer,
  Group,
  PasswordInput,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsKey, changeAccount, createAccount, getAccounts } from '../api/accounts';
import { useUnits } from '../api/rooms';
import { resetSecondFactor } from '../api/secondFactor';
import type { Account, Role } from '../api/types';
import { useSession } from '../app/session';
import { t } from '../i18n/language';
import classes from '../rooms/rooms.module.css';
import { fieldError } from '../ui/errorText';
import { PlusIcon } from '../ui/icons';
import { Failure, Lines, Page } from '../ui/page';
import { say } from '../ui/toast';
import { dayOf, formatDay, instantOf } from '../time/time';
import { useEdited } from '../ui/useEdited';
import { useSubmit } from '../ui/useSubmit';
import { OpenIdOfAccount, WaitingNote } from './OpenIdOfAccount';
import { RoleScopes, wholeOnly } from './RoleScopes';

const roles: Role[] = [
  'clerk',
  'approver',
  'secretary',
  'technician',
  'itOfficer',
  'auditor',
  'administrator',
];

/** Who may sign in and what each may do. */
export default function AccountsPage() {
  const accounts = useQuery({ queryKey: accountsKey, queryFn: getAccounts });
  const { edited, setEdited, reload } = useEdited(accounts.data);
  return (
    <Page
      title={t('accounts.title')}
      acts={
        <Button leftSection={<PlusIcon />} onClick={() => setEdited('new')}>
          {t('accounts.add')}
        </Button>
      }
    >
      {accounts.isPending && <Lines />}
      {accounts.isError && <Failure error={accounts.error} retry={() => void accounts.refetch()} />}
      <WaitingNote accounts={accounts.data ?? []} />
      {accounts.data && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('accounts.displayName')}</th>
              <th scope="col">{t('accounts.userName')}</th>
              <th scope="col">{t('accounts.roles')}</th>
              <th scope="col">{t('accounts.state')}</th>
              <th>
                <span className="visually-hidden">{t('do.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {accounts.data.map((account) => (
              <tr key={account.id} data-inactive={account.disabled}>
                <td>{account.displayName}</td>
                <td>{account.userName}</td>
                <td>
                  <RolesOf account={account} />
                </td>
                <td>{stateOf(account)}</td>
                <td className={classes.acts}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${t('do.edit')} ${account.displayName}`}
                    onClick={() => setEdited(account)}
                  >
                    {t('do.edit')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        position="right"
        size={480}
        title={
          edited === 'new' || edited === null
            ? t('accounts.add')
            : t('accounts.editTitle', { name: edited.userName })
        }
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        {edited !== null && (
          <AccountForm
            key={edited === 'new' ? edited : edited.tag}
            account={edited === 'new' ? null : edited}
            onReload={reload}
            onDone={() => setEdited(null)}
          />
        )}
      </Drawer>
    </Page>
  );
}

function stateOf(account: Account): string {
  if (account.disabled) {
    const since =
      account.retiredAt && t('accounts.since', { day: formatDay(dayOf(instantOf(account.retiredAt))) });
    return [`✕ ${t('accounts.disabled')}`, since].filter(Boolean).join(' ');
  }
  return account.waiting ? `… ${t('accounts.waiting')}` : `✓ ${t('accounts.active')}`;
}

function ResetSecondFactor({ account, onDone }: { account: Account; onDone: () => void }) {
  const client = useQueryClient();
  const submit = useSubmit();
  const reset = () =>
    submit.run(true, async () => {
      await resetSecondFactor(account.id);
      say('done', t('second.resetDone', { name: account.displayName }));
      await client.invalidateQueries({ queryKey: accountsKey });
      onDone();
    });
  return (
    <div>
      {submit.problem !== null && <Failure error={submit.problem} />}
      <Button variant="default" loading={submit.busy} onClick={() => void reset()}>
        {t('second.reset')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('second.resetHint')}
      </Text>
    </div>
  );
}

function RolesOf({ account }: { account: Account }) {
  const units = useUnits().data ?? [];
  const parts = [...new Set(account.unitRoles.map(({ role }) => role))].map((role) =>
    t('accounts.roleOf', {
      role: t(`role.${role}`),
      units: account.unitRoles
        .filter((one) => one.role === role)
        .map(({ unitId }) => units.find((unit) => unit.id === unitId)?.shortName ?? '…')
        .join(', '),
    }),
  );
  return [...account.roles.map((role) => t(`role.${role}`)), ...parts].join(', ') || t('accounts.noRole');
}

interface AccountFormProps {
  account: Account | null;
  onReload: () => void;
  onDone: () => void;
}

function AccountForm({ account, onReload, onDone }: AccountFormProps) {
  const client = useQueryClient();
  const submit = useSubmit(accountsKey);
  const [values, setValues] = useState({
    userName: account?.userName ?? '',
    displayName: account?.displayName ?? '',
    roles: account
      ? roles.filter(
          (role) => account.roles.includes(role) || account.unitRoles.some((one) => one.role === role),
        )
      : (['clerk'] as Role[]),
    unitRoles: account?.unitRoles ?? [],
    disabled: account?.disabled ?? false,
    password: '',
    openId: account?.openId?.expected ?? '',
  });
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const { userName, displayName, password, disabled, openId } = values;
  const signIn = useSession()?.signIn;
  const provider = signIn?.openId ?? null;
  const atProvider = openId.trim() !== '' || Boolean(account?.openId?.issuer);
  // Of the provider's accounts one without a role waits for it; any other may be named secretary of a session, if somebody can sign in to it.
  const needsRole = !disabled && (atProvider || signIn?.passwords === false);
  const roleMissing = needsRole && values.roles.length === 0;
  const valid =
    displayName.trim() !== '' &&
    !roleMissing &&
    (account !== null || (userName.trim() !== '' && (password !== '' || openId.trim() !== '')));

  const save = () =>
    submit.run(valid, async () => {
      const unitRoles = values.unitRoles.filter(
        ({ role }) => values.roles.includes(role) && !wholeOnly.includes(role),
      );
      const common = {
        displayName: displayName.trim().normalize('NFC'),
        roles: values.roles.filter((role) => !unitRoles.some((one) => one.role === role)),
        unitRoles,
        openId: openId.trim() || null,
      };
      if (account) await changeAccount(account, { ...common, disabled, newPassword: password || null });
      else await createAccount({ ...common, userName: userName.trim(), password: password || null });
      say('done', t('accounts.saved', { name: common.displayName }));
      await client.invalidateQueries({ queryKey: accountsKey });
      onDone();
    });
  const missing = (text: string) => (submit.checked && text.trim() === '' ? t('field.required') : undefined);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      noValidate
    >
      <Stack gap="md">
        {submit.problem !== null && <Failure error={submit.problem} reload={onReload} />}
        {!account && (
          <TextInput
            label={t('accounts.userName')}
            data-autofocus
            autoComplete="off"
            value={userName}
            onChange={(event) => set({ userName: event.currentTarget.value })}
            error={fieldError(submit.problem, 'userName') ?? missing(userName)}
          />
        )}
        <TextInput
          label={t('accounts.displayName')}
          data-autofocus={account !== null || undefined}
          value={displayName}
          onChange={(event) => set({ displayName: event.currentTarget.value })}
          error={fieldError(submit.problem, 'displayName') ?? missing(displayName)}
        />
        <Checkbox.Group
          label={t('accounts.roles')}
          description={t('accounts.rolesHint')}
          value={values.roles}
          onChange={(next) => set({ roles: roles.filter((role) => next.includes(role)) })}
          error={
            fieldError(submit.problem, 'roles') ??
            (submit.checked && roleMissing
              ? t(atProvider ? 'field.required' : 'accounts.roleForSignIn')
              : undefined)
          }
        >
          <Stack gap="xs" mt="xs">
            {roles.map((role) => (
              <Checkbox
                key={role}
                value={role}
                label={t(`role.${role}`)}
                description={t(`accounts.role.${role}`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {values.roles.length === 0 && !needsRole && (
          <Text size="sm" c="dimmed" role="status">
            {t('accounts.noRoleHint')}
          </Text>
        )}
        <RoleScopes
          roles={values.roles}
          unitRoles={values.unitRoles}
          onChange={(unitRoles) => set({ unitRoles })}
          error={fieldError(submit.problem, 'unitRoles')}
        />
        <OpenIdOfAccount
          account={account}
          value={openId}
          onChange={(next) => set({ openId: next })}
          error={fieldError(submit.problem, 'openId')}
          onDone={onDone}
        />
        <PasswordInput
          label={account ? t('accounts.newPassword') : t('accounts.password')}
          description={
            account
              ? t('accounts.newPasswordHint')
              : provider
                ? t('accounts.passwordOptional', { name: provider })
                : t('setup.passwordHint')
          }
          autoComplete="new-password"
          value={password}
          onChange={(event) => set({ password: event.currentTarget.value })}
          error={
            fieldError(submit.problem, account ? 'newPassword' : 'password') ??
            (account || openId.trim() ? undefined : missing(password))
          }
        />
        {account?.secondFactor && <ResetSecondFactor account={account} onDone={onDone} />}
        {account && (
          <Switch
            label={t('accounts.disabled')}
            description={t('accounts.disabledHint')}
            checked={disabled}
            onChange={(event) => set({ disabled: event.currentTarget.checked })}
          />
        )}
        <Group>
          <Button type="submit" loading={submit.busy}>
            {t('do.save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
