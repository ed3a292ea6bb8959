import { ActionIcon, CopyButton } from '@mantine/core';
import type { DialIn as Way } from '../api/types';
import { t } from '../i18n/language';
import { CopyIcon } from '../ui/icons';
import classes from './briefing.module.css';

/** How to call into a session: the address, its number and the PINs, each to be copied. The host PIN only for whom it is meant. */
export function DialIn({ way }: { way: Way }) {
  return (
    <ul className={classes.dialIn} data-testid="dial-in">
      <Copyable label={t('dialIn.address')} value={addressOf(way, location.hostname)} />
      <Copyable label={t('dialIn.number')} value={way.number} />
      <Copyable label={t('dialIn.guestPin')} value={way.guestPin} />
      {way.hostPin && (
        <Copyable label={t('dialIn.hostPin')} value={way.hostPin} hint={t('dialIn.hostPinHint')} />
      )}
    </ul>
  );
}

/** The SIP address to call; the port only when it is not SIP's own. */
export function addressOf(way: Way, pagesHost: string): string {
  const host = way.host ?? pagesHost;
  return `sip:${way.number}@${host}${way.port === 5060 ? '' : `:${way.port}`}`;
}

function Copyable({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <li title={hint}>
      <span className={classes.dialInLabel}>{label}</span>
      <b className="numbers">{value}</b>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color={copied ? 'green' : 'gray'}
            size="sm"
            aria-label={copied ? t('dialIn.copied') : t('dialIn.copy', { what: label })}
            onClick={copy}
          >
            <CopyIcon />
          </ActionIcon>
        )}
      </CopyButton>
      {hint && <small className={classes.soft}>{hint}</small>}
    </li>
  );
}
