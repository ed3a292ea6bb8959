import type { Language } from '../i18n/language';

/** A file's size as people say it: whole KB, then MB and GB with one decimal and the comma of the language. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} KB`;
  const [value, unit] = bytes < 1_000_000_000 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  const text = value.toFixed(1);
  return `${language === 'vi' ? text.replace('.', ',') : text} ${unit}`;
}
