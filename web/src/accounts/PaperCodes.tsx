import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { t } from '../i18n/language';
import { say } from '../ui/toast';

/** The codes for when the telephone is lost, this once. */
export function PaperCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    say('done', t('second.copied'));
  };
  return (
    <Stack gap="sm">
      <Alert color="yellow" variant="light" title={t('second.codesTitle')} role="status">
        <Text size="sm">{t('second.codesHint')}</Text>
      </Alert>
      <SimpleGrid cols={2} spacing="xs" component="ul" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {codes.map((code) => (
          <li key={code} style={{ fontFamily: 'monospace', fontSize: 17 }}>
            {code}
          </li>
        ))}
      </SimpleGrid>
      <Group gap="sm">
        <Button variant="default" onClick={() => void copy()}>
          {t('do.copy')}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {t('do.print')}
        </Button>
        <Button onClick={onKept}>{t('second.kept')}</Button>
      </Group>
    </Stack>
  );
}
