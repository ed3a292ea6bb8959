import { Link } from 'react-router';
import type { PersonClash } from '../api/types';
import { t } from '../i18n/language';
import classes from './people.module.css';
import { distinctPeople, personSentence } from './people';

interface PeopleWarningProps {
  people: readonly PersonClash[];
  /** As many as there is room for; the others are counted. */
  most?: number;
  /** It comes and goes while one types. */
  live?: boolean;
}

/** People in charge who are wanted elsewhere at the time: said, and nothing is refused for it. */
export function PeopleWarning({ people, most = 4, live = false }: PeopleWarningProps) {
  const all = distinctPeople(people);
  if (all.length === 0) return null;
  return (
    <div className={classes.warning} role={live ? 'status' : undefined} data-testid="people">
      <b>{t('people.title')}</b> <span className={classes.soft}>{t('people.hint')}</span>
      <ul>
        {all.slice(0, most).map((clash) => (
          <li key={`${clash.person} ${clash.occurrenceId}`}>
            <PersonLine clash={clash} />
          </li>
        ))}
      </ul>
      {all.length > most && (
        <span className={classes.soft}>{t('people.more', { n: all.length - most })}</span>
      )}
    </div>
  );
}

/** One of them; the link leads where one may look. */
export function PersonLine({ clash }: { clash: PersonClash }) {
  return (
    <>
      <span aria-hidden="true" className={classes.mark}>
        ⚠
      </span>{' '}
      {personSentence(clash)}{' '}
      {clash.otherDuty !== null && (
        <Link to={`/briefings/${clash.briefingId}`} target="_blank" rel="noopener">
          {t('do.open')}
        </Link>
      )}
    </>
  );
}
