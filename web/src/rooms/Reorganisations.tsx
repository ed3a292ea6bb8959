import { Button, Group, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { reorganisationsKey, takeBackReorganisation, useReorganisations } from '../api/reorganisations';
import type { Reorganisation } from '../api/types';
import { t } from '../i18n/language';
import { formatDay } from '../time/time';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import classes from './rooms.module.css';

/** What is to become of units, above; what became of them, on request. Nothing where neither is. */
export function Reorganisations({ mayAct }: { mayAct: boolean }) {
  const query = useReorganisations();
  const [chosen, setChosen] = useState<Reorganisation | null>(null);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const coming = (query.data ?? []).filter(({ state }) => state === 'planned').reverse();
  const past = (query.data ?? []).filter(({ state }) => state === 'done');
  return (
    <>
      {coming.length > 0 && (
        <section aria-label={t('reorganise.coming')} className={classes.moves}>
          <h2 className={classes.small}>{t('reorganise.coming')}</h2>
          <Acts acts={coming} takeBack={mayAct ? setChosen : undefined} />
        </section>
      )}
      {past.length > 0 && (
        <details className={classes.moves}>
          <summary>{t('reorganise.past', { n: past.length })}</summary>
          <Acts acts={past} />
        </details>
      )}
      {chosen !== null && <TakeBack act={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

interface ActsProps {
  acts: readonly Reorganisation[];
  takeBack?: ((act: Reorganisation) => void) | undefined;
}

function Acts({ acts, takeBack }: ActsProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('reorganise.from')}</th>
          <th scope="col">{t('reorganise.act')}</th>
          <th scope="col">{t('reorganise.askedBy')}</th>
          <th scope="col">{t('reorganise.state')}</th>
          {takeBack && (
            <th>
              <span className="visually-hidden">{t('reorganise.takeBack')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {acts.map((act) => (
          <tr key={act.id}>
            <td className="numbers">{formatDay(act.from)}</td>
            <td>
              {t(`reorganise.${act.act}`)}: {act.title}
            </td>
            <td>{act.askedBy}</td>
            <td>
              <State act={act} />
            </td>
            {takeBack && (
              <td className={classes.acts}>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('reorganise.takeBackOf', { title: act.title })}
                  onClick={() => takeBack(act)}
                >
                  {t('reorganise.takeBack')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ act: { state, faults } }: { act: Reorganisation }) {
  if (state === 'done') return <>✓ {t('reorganise.carriedOut')}</>;
  if (faults.length === 0) return <>{t('reorganise.waits')}</>;
  return (
    <>
      <strong className={classes.over}>⚠ {t('reorganise.failed')}</strong>
      <small>{faults.join(' ')}</small>
      <small>{t('reorganise.failedHint')}</small>
    </>
  );
}

function TakeBack({ act, onClose }: { act: Reorganisation; onClose: () => void }) {
  const client = useQueryClient();
  const submit = useSubmit();
  const run = () =>
    submit.run(true, async () => {
      await takeBackReorganisation(act.id);
      say('done', t('reorganise.takenBack', { title: act.title }));
      await client.invalidateQueries({ queryKey: reorganisationsKey });
      onClose();
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('reorganise.takeBackOf', { title: act.title })}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <Text>{t('reorganise.takeBackText')}</Text>
      {submit.problem !== null && <Failure error={submit.problem} />}
      <Group mt="md" justify="flex-end">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button color="red" loading={submit.busy} onClick={() => void run()}>
          {t('reorganise.takeBack')}
        </Button>
      </Group>
    </Modal>
  );
}
