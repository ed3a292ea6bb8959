import { t } from '../i18n/language';

const form =
  /^sips?:(?:[^\s@:;?]+(?::[^\s@]*)?@)?(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?(?:;[^\s]*)?$/i;

/** What is wrong with a SIP address, in a sentence; null when it can be called. A hint while typing: the server decides. */
export function addressProblem(text: string): string | null {
  const address = text.trim();
  if (/^registered:[a-z0-9._-]{1,40}$/i.test(address)) return null;
  if (!/^sips?:/i.test(address)) return t('rooms.addressScheme');
  if (!form.test(address)) return t('rooms.addressForm');
  const transport = /;transport=([^;]*)/i.exec(address)?.[1]?.toLowerCase();
  const allowed = /^sips:/i.test(address) ? ['tcp', 'tls'] : ['udp', 'tcp', 'tls'];
  if (transport !== undefined && !allowed.includes(transport)) return t('rooms.addressTransport');
  const port = /:(\d{1,5})(?:;|$)/.exec(address.replace(/^sips?:/i, ''))?.[1];
  return port !== undefined && (Number(port) < 1 || Number(port) > 65535) ? t('rooms.addressForm') : null;
}

/** `phonghop@10.68.1.20` and ` SIP:…` as `sip:…`: what people paste. */
export function tidyAddress(text: string): string {
  const address = text.trim();
  if (/^sips?:/i.test(address)) return address.replace(/^sips?:/i, (scheme) => scheme.toLowerCase());
  return /^[^\s@:]+@[^\s@]+$/.test(address) ? `sip:${address}` : address;
}
