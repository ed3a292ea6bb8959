import { useQuery } from '@tanstack/react-query';
import { answer, api } from './client';

export const sipPortKey = ['sipport'] as const;
export const sipAccountsKey = ['sipport', 'accounts'] as const;

const every = 5_000;

export const useSipPort = () =>
  useQuery({ queryKey: sipPortKey, queryFn: () => answer(api.GET('/api/sip')), refetchInterval: every });
export const useSipAccounts = () =>
  useQuery({
    queryKey: sipAccountsKey,
    queryFn: () => answer(api.GET('/api/sip/accounts')),
    refetchInterval: every,
  });

/** Whether each room's devices answer. */
export const useReach = () =>
  useQuery({
    queryKey: ['reach'],
    queryFn: () => answer(api.GET('/api/sip/reach')),
    refetchInterval: 3 * every,
  });

const one = (id: string) => ({ params: { path: { id } } });

export const liftBan = (source: string) => answer(api.POST('/api/sip/bans/lift', { body: { source } }));
export const createSipAccount = (userName: string) =>
  answer(api.POST('/api/sip/accounts', { body: { userName } }));
export const renewSipPassword = (id: string) => answer(api.POST('/api/sip/accounts/{id}/password', one(id)));
export const deleteSipAccount = (id: string) => answer(api.DELETE('/api/sip/accounts/{id}', one(id)));
