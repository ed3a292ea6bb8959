import { language, t } from '../i18n/language';

const oneDigit = (value: number): string =>
  value.toLocaleString(language.get() === 'en' ? 'en-GB' : 'vi-VN', { maximumFractionDigits: 1 });

/** Hours or days with one digit after the mark. */
export const hoursText = (hours: number): string => oneDigit(hours);

export const percentText = (percent: number | null): string =>
  percent === null ? t('report.unknown') : `${oneDigit(percent)} %`;

/** A part of a whole; nothing is known of the parts of nothing. */
export const shareText = (part: number, whole: number): string =>
  percentText(whole === 0 ? null : (100 * part) / whole);
