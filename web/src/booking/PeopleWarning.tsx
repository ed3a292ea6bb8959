import { Link } from 'react-router';
import type { PersonClash } from '../api/types';
import { t } from '../i18n/language';
import classes from './people.module.css';
import { distinctPeople, personSentence } from './people';

/** As many as one reads; the others are counted. */
const shown = 4;

/** People in charge who are wanted elsewhere at the time: said, and nothing is refused for it. */
export function PeopleWarning({ people }: { people: readonly PersonClash[] }) {
  const all = distinctPeople(people);
  if (all.length === 0) return null;
  return (
    <div className={classes.warning} role="status" data-testid="people">
      <b>{t('people.title')}</b> <span className={classes.soft}>{t('people.hint')}</span>
      <ul>
        {all.slice(0, shown).map((clash) => (
          <li key={`${clash.person} ${clash.occurrenceId}`}>
            <PersonLine clash={clash} />
          </li>
        ))}
      </ul>
      {all.length > shown && (
        <span className={classes.soft}>{t('people.more', { n: all.length - shown })}</span>
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
