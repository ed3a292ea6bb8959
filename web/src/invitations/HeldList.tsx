import { Button, Text } from '@mantine/core';
import { Link } from 'react-router';
import { tellNow } from '../api/invitations';
import type { Held } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import classes from './invitations.module.css';

/** Changes nobody was told of yet, for they may still be taken back. */
export function HeldList({ held, run }: { held: Held[]; run: (act: () => Promise<unknown>) => void }) {
  if (held.length === 0) return null;
  return (
    <section data-testid="held">
      <Text fw={600}>{t('held.title')}</Text>
      <table className={classes.table} style={{ marginBottom: 16 }}>
        <tbody>
          {held.map((one) => (
            <tr key={one.briefingId}>
              <td>
                <Link to={`/briefings/${one.briefingId}`}>{one.title}</Link>
              </td>
              <td className="numbers">{t('held.until', { time: formatDateTime(instantOf(one.until)) })}</td>
              <td className={classes.acts}>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('held.now')}: ${one.title}`}
                  onClick={() => run(() => tellNow(one.briefingId, false))}
                >
                  {t('held.now')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
