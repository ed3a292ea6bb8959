import type { Invitee, OtherReply, SessionsReply } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import classes from './invitations.module.css';
import { said, tally } from './replies';

const signs = { accepted: '✓', tentative: '?', declined: '✖', delegated: '→', none: '○' } as const;

interface RepliesProps {
  invited: Invitee[];
  others: OtherReply[];
  /** Whether a mailbox is read at all. */
  isRead: boolean;
}

/** Who comes, who does not, and who has not said: by sign and word. Decides nothing. */
export function Replies({ invited, others, isRead }: RepliesProps) {
  const hasAny = others.length > 0 || invited.some((one) => said(one).some((answer) => answer !== 'none'));
  if (!isRead && !hasAny)
    return invited.length > 0 ? <p className={classes.soft}>{t('replies.notRead')}</p> : null;
  if (invited.length === 0 && others.length === 0) return null;
  const declines = invited.some((one) => one.required && said(one).includes('declined'));
  return (
    <details open={declines} data-testid="replies">
      <summary>
        <b>{t('replies.title')}.</b> {t('replies.tally', { ...tally(invited) })}
      </summary>
      <table className={classes.table}>
        <tbody>
          {invited.map((one) => (
            <InviteeRow key={one.address} one={one} />
          ))}
        </tbody>
      </table>
      {others.length > 0 && (
        <details>
          <summary>{t('replies.others', { n: others.length })}</summary>
          <ul>
            {others.map((one, index) => (
              <li key={index}>
                {one.address}: {t(`replies.answer.${one.answer ?? 'none'}`)} ({whyNot(one)}),{' '}
                <span className="numbers">{formatDateTime(instantOf(one.at))}</span>
                {one.comment && <q>{one.comment}</q>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </details>
  );
}

function InviteeRow({ one }: { one: Invitee }) {
  return (
    <tr>
      <td>
        {one.name || one.address}
        {one.name && <small>{one.address}</small>}
        {one.insteadOf !== null && <small>{t('replies.insteadOf', { who: one.insteadOf })}</small>}
      </td>
      <td>
        {one.rooms.join(', ')}
        {one.required && <small>{t('replies.required')}</small>}
      </td>
      <td>
        {one.answers.map((answer, index) => (
          <Answer key={index} answer={answer} isOnly={one.answers.length === 1} />
        ))}
      </td>
    </tr>
  );
}

function Answer({ answer, isOnly }: { answer: SessionsReply; isOnly: boolean }) {
  const word = answer.answer ?? 'none';
  const notes = [
    answer.delegatedTo !== null && t('replies.delegatedTo', { who: answer.delegatedTo }),
    answer.earlier && t('replies.earlier'),
    answer.sender !== null && t('replies.sender', { who: answer.sender || '?' }),
  ].filter((note) => note !== false);
  return (
    <div>
      <span className={classes.answer} data-answer={word}>
        <span aria-hidden="true">{signs[word]}</span> {t(`replies.answer.${word}`)}
      </span>{' '}
      {answer.at && <span className="numbers">{formatDateTime(instantOf(answer.at))}</span>}
      {notes.length > 0 && <small>{notes.join('; ')}</small>}
      {answer.comment && (
        <small>
          <q>{answer.comment}</q>
        </small>
      )}
      {!isOnly && <small className="numbers">{t('replies.sessions', { list: listOf(answer) })}</small>}
    </div>
  );
}

function listOf({ sessions, count }: SessionsReply): string {
  const shown = sessions.slice(0, 6).map((start) => formatDateTime(instantOf(start)));
  return [...shown, ...(count > shown.length ? [t('replies.more', { n: count - shown.length })] : [])].join(
    ', ',
  );
}

const whyNot = (one: OtherReply): string =>
  one.standing === 'stranger' ? t('replies.stranger') : t('replies.noSuchSession');
