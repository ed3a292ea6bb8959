import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createTemplate, templatesKey } from '../api/presets';
import type { Briefing } from '../api/types';
import { t } from '../i18n/language';
import { say } from '../ui/toast';
import { PresetDialog } from './PresetDialog';

/** Keeps a briefing as a template. */
export function SaveTemplate({ briefing }: { briefing: Briefing }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const isSecret = briefing.secrecy !== 'open';
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('template.save')}
      </Button>
      {open && (
        <PresetDialog
          title={t('template.save')}
          hint={t(isSecret ? 'template.secretHint' : 'template.saveHint')}
          name={briefing.title}
          unitId={null}
          mayShare={!isSecret}
          onSave={async (name, unitId) => {
            await createTemplate({ name, unitId, briefingId: briefing.id });
            say('done', t('presets.saved', { name }));
            await client.invalidateQueries({ queryKey: templatesKey });
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
