import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AuditLine } from '../api/types';
import { t } from '../i18n/language';
import classes from './audit.module.css';

const shownAtFirst = 4;

/** The fields of a line as they were and as they became, beside each other. */
export function Change({ line }: { line: AuditLine }) {
  const [all, setAll] = useState(false);
  if (line.hidden) return <p className={classes.hidden}>{t('audit.hidden')}</p>;
  if (line.fields.length === 0) return null;
  const rest = all ? 0 : line.fields.length - shownAtFirst;
  const fields = rest > 0 ? line.fields.slice(0, shownAtFirst) : line.fields;
  return (
    <>
      <table className={classes.fields}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('audit.field')}</th>
            <th scope="col">{t('audit.was')}</th>
            <th scope="col">{t('audit.became')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <th scope="row">{field.name}</th>
              <td className={classes.was}>{field.was ?? '–'}</td>
              <td>{field.became ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && (
        <Button size="compact-xs" variant="default" onClick={() => setAll(true)}>
          {t('audit.more', { n: rest })}
        </Button>
      )}
    </>
  );
}
