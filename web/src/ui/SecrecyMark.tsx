import type { Secrecy } from '../api/types';
import { t } from '../i18n/language';
import { LockIcon } from './icons';
import classes from './page.module.css';

/** The level of a secret briefing by its title; nothing for any other. */
export function SecrecyMark({ secrecy }: { secrecy: Secrecy | null | undefined }) {
  if (!secrecy || secrecy === 'open') return null;
  const level = t(`secrecy.${secrecy}`);
  return (
    <span className={classes.secrecy} title={t('secrecy.notEnough')} data-testid="secrecy">
      <LockIcon size={14} /> {t('secrecy.mark', { level })}
    </span>
  );
}
