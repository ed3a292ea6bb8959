import { Button, Group, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { retentionKey, sweepNow } from '../api/retention';
import type { RetentionRule } from '../api/types';
import { t } from '../i18n/language';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { useSubmit } from '../ui/useSubmit';
import classes from './retention.module.css';
import { countOf } from './words';

interface SweepNowProps {
  opened: boolean;
  rules: readonly RetentionRule[];
  onClose: () => void;
}

/** Says what would go, and has it removed once that was read. */
export function SweepNow({ opened, rules, onClose }: SweepNowProps) {
  const client = useQueryClient();
  const submit = useSubmit();
  const due = rules.filter((rule) => (rule.due ?? 0) > 0);
  const run = () =>
    submit.run(true, async () => {
      client.setQueryData(retentionKey, await sweepNow());
      say('done', t('retention.done'));
      onClose();
    });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('retention.confirm')}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <Text>{t('retention.willRemove')}</Text>
      <ul className={classes.held}>
        {due.map((rule) => (
          <li key={rule.id}>{countOf(rule.id, rule.due ?? 0)}</li>
        ))}
      </ul>
      {submit.problem !== null && <Failure error={submit.problem} />}
      <Group mt="md" justify="flex-end">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button color="red" loading={submit.busy} onClick={() => void run()}>
          {t('retention.doRemove')}
        </Button>
      </Group>
    </Modal>
  );
}
