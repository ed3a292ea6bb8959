import { Button } from '@mantine/core';
import { language, t } from '../i18n/language';
import { chooseLanguage, useSession } from './session';

/** One click to the other language. Its label is written in the language one gets. */
export function LanguageButton() {
  const signedIn = Boolean(useSession()?.user);
  const other = language.get() === 'vi' ? 'en' : 'vi';
  return (
    <Button
      variant="subtle"
      size="sm"
      px="sm"
      lang={other}
      data-testid="language"
      onClick={() => chooseLanguage(other, signedIn)}
    >
      {t('nav.switchLanguage')}
    </Button>
  );
}
