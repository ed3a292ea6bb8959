import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { signOut } from '../api/session';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import { sessionKey, useUser } from './session';

/** Signs out here, and then at the OpenID provider where that is wanted. */
export function useLeave(): () => Promise<void> {
  const { signOutAtProvider } = useUser();
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await signOut();
      if (signOutAtProvider) {
        window.location.assign('/openid/sign-out');
        return;
      }
      client.clear();
      await client.invalidateQueries({ queryKey: sessionKey });
      await navigate('/signin');
    } catch (error) {
      say('failed', errorText(error));
    }
  };
}
