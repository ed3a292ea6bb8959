import { encode } from 'uqr';
import { t } from '../i18n/language';

const quiet = 4;

/** A text for a camera. Dark on light in every colour scheme: cameras want it so. */
export function QrPicture({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 0 });
  const dark = data.flatMap((row, y) =>
    row.flatMap((on, x) => (on ? [`M${String(x + quiet)} ${String(y + quiet)}h1v1h-1z`] : [])),
  );
  const side = String(size + 2 * quiet);
  return (
    <svg viewBox={`0 0 ${side} ${side}`} width={220} height={220} role="img" aria-label={t('second.picture')}>
      <rect width={side} height={side} fill="#fff" />
      <path d={dark.join('')} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
