import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../app/session';
import { t } from '../i18n/language';
import { OpenIdButton, OpenIdCode, openIdRefusal, Refused } from './OpenIdWay';
import { PasswordWay } from './PasswordWay';
import { Welcome } from './Welcome';
import classes from './signin.module.css';

/** The ways in: at the OpenID provider if there is one, and by a password. */
export function SignInPage() {
  const ways = useSession()?.signIn;
  const [parameters] = useSearchParams();
  const [wantsPassword, setWantsPassword] = useState(false);
  const name = ways?.openId ?? null;
  const word = parameters.get('openid');
  const refused = name && openIdRefusal(word, name);
  if (name && word === 'code')
    return (
      <Welcome title={t('signin.title')}>
        <OpenIdCode name={name} />
      </Welcome>
    );
  const isOpen = name === null || ways?.passwords === true || wantsPassword;
  return (
    <Welcome title={t('signin.title')}>
      <Stack gap="md">
        {refused && <Refused text={refused} />}
        {name && <OpenIdButton name={name} alone={!isOpen} />}
        {isOpen ? (
          <PasswordWay />
        ) : (
          <Button variant="subtle" onClick={() => setWantsPassword(true)}>
            {t('openid.passwords')}
          </Button>
        )}
      </Stack>
      <p className={classes.help}>{t('signin.help')}</p>
    </Welcome>
  );
}
