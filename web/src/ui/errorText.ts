import { ApiError } from '../api/problem';
import { t } from '../i18n/language';

/** One sentence for a failed call that a clerk can act on. The server's own sentence wins when it sent one. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.crash');
  if (error.status === 0) return t('error.network');
  if (error.status === 401) return error.detail || t('error.signedOut');
  if (error.status >= 500) return t('error.server', { code: error.status });
  const fields = Object.values(error.errors).flat();
  if (error.code === 'invalid' && fields.length > 0) return [...new Set(fields)].join(' ');
  if (error.detail) return error.detail;
  if (error.status === 403) return t('error.forbidden');
  if (error.status === 404) return t('error.notFound');
  return t('error.unknown', { code: error.code });
}

/** The messages of a form field, joined; undefined when there are none. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.errors[field];
  return found && found.length > 0 ? found.join(' ') : undefined;
}
