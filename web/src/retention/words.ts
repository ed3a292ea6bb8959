import { t } from '../i18n/language';

const swept = ['briefings', 'invitations', 'mail', 'accounts'] as const;
const known = [
  ...swept,
  'recordings',
  'audit',
  'documents',
  'contacts',
  'templates',
  'tokens',
  'traces',
  'calls',
  'backups',
] as const;

/** What a rule is about; a rule of a newer server is called by its own word. */
export function whatOf(id: string): string {
  const found = known.find((one) => one === id);
  return found ? t(`retention.${found}`) : id;
}

export function whereOf(id: string): string {
  const found = known.find((one) => one === id);
  return found ? t(`retention.${found}.where`) : '';
}

/** How much of what a sweep would remove. */
export function countOf(id: string, n: number): string {
  const found = swept.find((one) => one === id);
  return found ? t(`retention.${found}.n`, { n }) : `${id}: ${n}`;
}
