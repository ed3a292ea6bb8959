import { answer, api } from './client';
import { asRead, type Tagged } from './tagged';
import type { AccountChange, NewAccount } from './types';

export const accountsKey = ['accounts'] as const;

export const getAccounts = () => answer(api.GET('/api/accounts'));
export const createAccount = (account: NewAccount) => answer(api.POST('/api/accounts', { body: account }));
/** From the OpenID provider. */
export const unlinkAccount = (id: string) =>
  answer(api.DELETE('/api/accounts/{id}/openid', { params: { path: { id } } }));
export const changeAccount = (read: Tagged, change: AccountChange) =>
  answer(api.PUT('/api/accounts/{id}', { ...asRead(read), body: change }));
