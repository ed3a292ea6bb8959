import { Alert, Button, Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { liftBan, sipPortKey, useReach, useSipPort } from '../api/sipport';
import type { NamedNumber, SipBan, SipRegistration } from '../api/types';
import { t } from '../i18n/language';
import { messages, type MessageKey } from '../i18n/messages';
import classes from '../rooms/rooms.module.css';
import { formatDateTime, formatTime, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { say } from '../ui/toast';
import { Devices, isSilent } from './Devices';
import { SipAccounts } from './SipAccounts';

/** Who is kept out of the SIP port and why, who is registered, and with which accounts. */
export default function SipPortPage() {
  const port = useSipPort();
  const reach = useReach().data ?? [];
  const silent = reach.filter(isSilent).length;
  return (
    <Page title={t('sipport.title')}>
      {port.isPending && <Lines />}
      {port.isError && <Failure error={port.error} retry={() => void port.refetch()} />}
      {port.data && (
        <>
          {!port.data.bridgeOnline && (
            <Alert color="yellow" variant="light" mb="md" role="status">
              {t('sipport.offline')}
            </Alert>
          )}
          <Tabs defaultValue="bans" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="bans">{`${t('sipport.bans')} (${port.data.bans.length})`}</Tabs.Tab>
              <Tabs.Tab value="refusals">{t('sipport.refusals')}</Tabs.Tab>
              <Tabs.Tab value="registrations">
                {`${t('sipport.registrations')} (${port.data.registrations.length})`}
              </Tabs.Tab>
              <Tabs.Tab value="devices">
                {silent > 0 ? t('sipport.devicesSilent', { n: silent }) : t('sipport.devices')}
              </Tabs.Tab>
              <Tabs.Tab value="accounts">{t('sipport.accounts')}</Tabs.Tab>
              <Tabs.Tab value="limits">{t('sipport.limits')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="bans">
              <Bans bans={port.data.bans} />
            </Tabs.Panel>
            <Tabs.Panel value="refusals">
              <Numbers rows={port.data.refusals} words="refusal" empty={t('sipport.noRefusals')} />
            </Tabs.Panel>
            <Tabs.Panel value="registrations">
              <Registrations registrations={port.data.registrations} />
            </Tabs.Panel>
            <Tabs.Panel value="devices">
              <Devices reach={reach} />
            </Tabs.Panel>
            <Tabs.Panel value="accounts">
              <SipAccounts />
            </Tabs.Panel>
            <Tabs.Panel value="limits">
              <p>{t('sipport.limitsHint')}</p>
              <Numbers rows={port.data.limits} words="limit" empty="" />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}

function Bans({ bans }: { bans: SipBan[] }) {
  const client = useQueryClient();
  const lift = async (source: string) => {
    try {
      await liftBan(source);
      say('done', t('sipport.lifted', { source }));
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: sipPortKey });
  };
  if (bans.length === 0) return <Empty title={t('sipport.noBans')}>{t('sipport.noBansHint')}</Empty>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('sipport.source')}</th>
          <th scope="col">{t('sipport.reason')}</th>
          <th scope="col">{t('sipport.since')}</th>
          <th scope="col">{t('sipport.until')}</th>
          <th>
            <span className="visually-hidden">{t('sipport.lift')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {bans.map((ban) => (
          <tr key={ban.source}>
            <td className="numbers">{ban.source}</td>
            <td>
              {t(`ban.${ban.reason}`)}
              {ban.count > 1 && <small>{t('sipport.times', { n: ban.count })}</small>}
            </td>
            <td className="numbers">{formatDateTime(instantOf(ban.since))}</td>
            <td className="numbers">{formatDateTime(instantOf(ban.until))}</td>
            <td className={classes.acts}>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${t('sipport.lift')} ${ban.source}`}
                onClick={() => void lift(ban.source)}
              >
                {t('sipport.lift')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Registrations({ registrations }: { registrations: SipRegistration[] }) {
  if (registrations.length === 0)
    return <Empty title={t('sipport.noRegistrations')}>{t('sipport.noRegistrationsHint')}</Empty>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('sipport.account')}</th>
          <th scope="col">{t('sipport.device')}</th>
          <th scope="col">{t('sipport.source')}</th>
          <th scope="col">{t('sipport.refreshed')}</th>
          <th scope="col">{t('sipport.until')}</th>
        </tr>
      </thead>
      <tbody>
        {registrations.map((one) => (
          <tr key={one.userName + one.contact}>
            <td>{one.userName}</td>
            <td>{one.device ?? '–'}</td>
            <td className="numbers">{one.source}</td>
            <td className="numbers">{formatTime(instantOf(one.refreshedAt))}</td>
            <td className="numbers">{formatTime(instantOf(one.expiresAt))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Names of the program in plain words; one without words is shown as it is. */
function Numbers({ rows, words, empty }: { rows: NamedNumber[]; words: 'refusal' | 'limit'; empty: string }) {
  if (rows.length === 0) return <Empty title={empty} />;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t(`sipport.${words}`)}</th>
          <th scope="col">{t('sipport.count')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <td>
              {wordsOf(`${words}.${row.name}`) ?? row.name}
              <small>{row.name}</small>
            </td>
            <td className="numbers">{row.value.toLocaleString('vi-VN')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const isKey = (key: string): key is MessageKey => key in messages;

const wordsOf = (key: string): string | null => (isKey(key) ? t(key as 'refusal.Banned') : null);
