import type { MailPiece } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';

const signs = { waiting: '…', sent: '✓', failed: '✖', givenUp: '–' } as const;

/** How far a piece of mail has come, by sign and word, and why it is not further. */
export function MailState({ piece }: { piece: MailPiece }) {
  return (
    <>
      <span data-state={piece.state}>
        <span aria-hidden="true">{signs[piece.state]}</span> {t(`outbox.state.${piece.state}`)}
      </span>
      {piece.sentAt && <small className="numbers">{formatDateTime(instantOf(piece.sentAt))}</small>}
      {piece.state === 'waiting' && piece.dueAt && piece.attempts > 0 && (
        <small>{t('outbox.next', { time: formatDateTime(instantOf(piece.dueAt)), n: piece.attempts })}</small>
      )}
      {piece.error && piece.state !== 'sent' && <small>{piece.error}</small>}
    </>
  );
}
