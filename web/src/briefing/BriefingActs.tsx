import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { approveBriefing, briefingsKey, cancelBriefing, returnBriefing } from '../api/briefings';
import { t } from '../i18n/language';
import { CheckIcon } from '../ui/icons';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { say } from '../ui/toast';
import { errorText } from '../ui/errorText';

interface Subject {
  id: string;
  title: string;
  rooms: number;
}

interface BriefingActsProps {
  subject: Subject;
  may: { approve: boolean; return: boolean; cancel: boolean };
  /** The steps a yes gives. */
  gives?: readonly ('office' | 'technical')[];
}

/** Approve, return with a reason, cancel: what the role may do, here and in the list of what waits. */
export function BriefingActs({ subject, may, gives = [] }: BriefingActsProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<'return' | 'cancel' | null>(null);
  const [busy, setBusy] = useState(false);
  const approve = async () => {
    setBusy(true);
    try {
      const { status } = await approveBriefing(subject.id);
      const said = status === 'pending' ? 'approvals.givenPart' : 'briefing.approved';
      say('done', t(said, { title: subject.title }));
    } catch (error) {
      say('failed', errorText(error));
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: briefingsKey });
    }
  };
  return (
    <>
      {may.approve && (
        <Button leftSection={<CheckIcon />} loading={busy} onClick={() => void approve()}>
          {t(gives.length > 1 ? 'briefing.approveBoth' : 'briefing.approve')}
        </Button>
      )}
      {may.return && (
        <Button variant="default" onClick={() => setAsking('return')}>
          {t('briefing.return')}
        </Button>
      )}
      {may.cancel && (
        <Button variant="outline" color="red" onClick={() => setAsking('cancel')}>
          {t('briefing.cancel')}
        </Button>
      )}
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        closeButtonProps={{ 'aria-label': t('do.close') }}
        title={
          asking === 'return'
            ? t('briefing.returnTitle', { title: subject.title })
            : t('briefing.cancelTitle', { title: subject.title })
        }
      >
        {asking !== null && <ReasonForm kind={asking} subject={subject} onDone={() => setAsking(null)} />}
      </Modal>
    </>
  );
}

interface ReasonFormProps {
  kind: 'return' | 'cancel';
  subject: Subject;
  onDone: () => void;
}

function ReasonForm({ kind, subject, onDone }: ReasonFormProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const returning = kind === 'return';
  const missing = returning && reason.trim() === '';

  const submit = async () => {
    setChecked(true);
    if (missing) return;
    setBusy(true);
    setProblem(null);
    try {
      if (returning) await returnBriefing(subject.id, reason.trim());
      else await cancelBriefing(subject.id, reason.trim());
      say('done', t(returning ? 'briefing.sentBack' : 'briefing.cancelled', { title: subject.title }));
      onDone();
      await client.invalidateQueries({ queryKey: briefingsKey });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem !== null && <Failure error={problem} />}
      {!returning && <p style={{ marginTop: 0 }}>{t('briefing.cancelText', { n: subject.rooms })}</p>}
      <Textarea
        data-autofocus
        autosize
        minRows={3}
        label={
          returning ? t('briefing.returnReason') : `${t('briefing.cancelReason')} (${t('word.optional')})`
        }
        description={returning ? t('briefing.returnReasonHint') : undefined}
        value={reason}
        error={fieldError(problem, 'reason') ?? (checked && missing ? t('briefing.needReason') : undefined)}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onDone}>
          {t('do.cancel')}
        </Button>
        <Button type="submit" color="red" loading={busy}>
          {returning ? t('briefing.returnDo') : t('briefing.cancelDo')}
        </Button>
      </Group>
    </form>
  );
}
