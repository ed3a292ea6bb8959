import { Alert, Button, Group, Loader, Paper, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { sendSheet, sheetAddress } from '../api/places';
import { ApiError } from '../api/problem';
import { roomsKey, sitesKey, unitsKey } from '../api/rooms';
import type { PlaceReport } from '../api/types';
import { t } from '../i18n/language';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import classes from './rooms.module.css';

/** The organisation as one spreadsheet: taken out, and put in again after a trial that tells every problem by its line. */
export function PlaceSheet() {
  return (
    <>
      <Paper withBorder p="lg" mb="md">
        <Title order={2} size="h4">
          {t('places.takeTitle')}
        </Title>
        <p className={classes.explain}>{t('places.takeText')}</p>
        <Group gap="sm">
          <Button component="a" href={sheetAddress('xlsx')} download variant="default">
            {t('places.takeWorkbook')}
          </Button>
          <Button component="a" href={sheetAddress('csv')} download variant="default">
            {t('places.takeText2')}
          </Button>
        </Group>
      </Paper>
      <SheetImport />
    </>
  );
}

function SheetImport() {
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const submit = useSubmit();
  const [over, setOver] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [trial, setTrial] = useState<PlaceReport | null>(null);
  const check = (chosen: File) =>
    submit.run(true, async () => {
      setFile(chosen);
      setTrial(null);
      setTrial(await sendSheet(chosen, true));
    });
  const take = (chosen: File) =>
    submit.run(true, async () => {
      try {
        const done = await sendSheet(chosen, false);
        say('done', t('places.imported', { added: done.added, changed: done.changed }));
        setFile(null);
        setTrial(null);
      } catch (failure) {
        // Something was changed since the trial: what is wrong now is told again.
        if (!(failure instanceof ApiError && failure.status === 422)) throw failure;
        setTrial(await sendSheet(chosen, true));
      }
      for (const queryKey of [roomsKey, unitsKey, sitesKey]) await client.invalidateQueries({ queryKey });
    });
  return (
    <Paper
      withBorder
      p="lg"
      className={classes.drop ?? ''}
      data-over={over}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [dropped] = event.dataTransfer.files;
        if (dropped) void check(dropped);
      }}
    >
      <Title order={2} size="h4">
        {t('places.sendTitle')}
      </Title>
      <p className={classes.explain}>{t('places.sendText')}</p>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".xlsx,.csv"
        data-testid="sheet"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) void check(chosen);
          event.currentTarget.value = '';
        }}
      />
      <Group gap="sm" mb="sm">
        <Button
          variant={trial === null || trial.problemCount > 0 ? 'filled' : 'default'}
          disabled={submit.busy}
          onClick={() => picker.current?.click()}
        >
          {t(file === null ? 'places.choose' : 'places.chooseOther')}
        </Button>
        {file === null && <span className={classes.soft}>{t('places.drop')}</span>}
      </Group>
      {submit.problem !== null && <Failure error={submit.problem} />}
      <div aria-live="polite">
        {submit.busy && file !== null && (
          <Group gap="xs">
            <Loader size="sm" />
            {t('places.checking', { name: file.name })}
          </Group>
        )}
        {!submit.busy && file !== null && trial !== null && trial.problemCount > 0 && (
          <Problems name={file.name} report={trial} />
        )}
        {!submit.busy && file !== null && trial?.problemCount === 0 && (
          <Changes name={file.name} report={trial} take={() => void take(file)} />
        )}
      </div>
    </Paper>
  );
}

function Problems({ name, report }: { name: string; report: PlaceReport }) {
  return (
    <>
      <Alert color="red" variant="light" mb="sm" role="alert">
        {t('places.problems', { count: report.problemCount, name })}
        {report.problems.length < report.problemCount &&
          ` ${t('places.more', { shown: report.problems.length })}`}
      </Alert>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('places.sheet')}</th>
            <th scope="col">{t('places.row')}</th>
            <th scope="col">{t('places.column')}</th>
            <th scope="col">{t('places.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {report.problems.map((problem, index) => (
            <tr key={index}>
              <td>{problem.sheet}</td>
              <td className="numbers">{problem.row}</td>
              <td>{problem.column}</td>
              <td>{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Changes({ name, report, take }: { name: string; report: PlaceReport; take: () => void }) {
  const { added, changed, unchanged } = report;
  return (
    <>
      <p>
        {t('places.tally', { name, added, changed, unchanged })}{' '}
        {added + changed === 0 && t('places.nothing')}
      </p>
      {added + changed > 0 && (
        <>
          <Button mb="sm" onClick={take}>
            {t('places.import', { count: added + changed })}
          </Button>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('places.table')}</th>
                <th scope="col">{t('places.row')}</th>
                <th scope="col">{t('places.name')}</th>
                <th scope="col">{t('places.what')}</th>
              </tr>
            </thead>
            <tbody>
              {report.changes.map((change, index) => (
                <tr key={index}>
                  <td>{change.table}</td>
                  <td className="numbers">{change.row}</td>
                  <td>{change.name}</td>
                  <td>
                    {change.kind === 'added'
                      ? t('places.added')
                      : t('places.changed', { fields: change.fields.join(', ') })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {report.changes.length < added + changed && (
            <p>{t('places.more', { shown: report.changes.length })}</p>
          )}
        </>
      )}
    </>
  );
}
