import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { auditKey, verifyAudit } from '../api/audit';
import type { AuditChain } from '../api/types';
import { t } from '../i18n/language';
import { ShieldIcon } from '../ui/icons';
import { Failure } from '../ui/page';

/** Has every line looked at, and says what came of it. */
export function useVerify() {
  const client = useQueryClient();
  // That somebody verified is told in the trail too.
  const verify = useMutation({
    mutationFn: verifyAudit,
    onSuccess: () => client.invalidateQueries({ queryKey: auditKey }),
  });
  const button = (
    <Button
      variant="default"
      leftSection={<ShieldIcon />}
      loading={verify.isPending}
      onClick={() => verify.mutate()}
    >
      {t('audit.verify')}
    </Button>
  );
  const verdict = (
    <div aria-live="polite">
      {verify.isError && <Failure error={verify.error} />}
      {verify.data && (
        <Alert color={verify.data.intact ? 'green' : 'red'} variant="light" mb="md">
          {verdictText(verify.data)}
        </Alert>
      )}
    </div>
  );
  return { button, verdict };
}

function verdictText(chain: AuditChain): string {
  if (chain.intact)
    return `✓ ${t('audit.intact', { lines: chain.lines, first: chain.first, last: chain.last, digest: chain.lastDigest })}`;
  const why = chain.why === 'missing' || chain.why === 'beginning' ? chain.why : 'altered';
  return `✕ ${t(`audit.broken.${why}`, { number: chain.brokenAt ?? 0 })}`;
}
