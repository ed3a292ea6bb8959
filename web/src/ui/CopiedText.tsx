import { Button, Code, CopyButton, Group } from '@mantine/core';
import { t } from '../i18n/language';

/** A text nobody types by hand, with a button that copies it. */
export function CopiedText({ text }: { text: string }) {
  return (
    <Group gap="xs">
      <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? t('profile.copied') : t('do.copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
