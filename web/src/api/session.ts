import type { Language } from '../i18n/language';
import { answer, api } from './client';
import { forgetUnanswered } from './once';
import type { SetupRequest } from './types';

export const getSession = () => answer(api.GET('/api/session'));
/** `code`: of the second step, once it was asked for. */
export const signIn = (userName: string, password: string, code: string | null = null) =>
  answer(api.POST('/api/session', { body: { userName, password, code } }));
/** For who comes from the OpenID provider: the code of the second step. */
export const enterOpenIdCode = (code: string) =>
  answer(api.POST('/api/session/openid-code', { body: { code } }));
export const signOut = () => answer(api.DELETE('/api/session')).then(forgetUnanswered);
export const putLanguage = (language: Language) =>
  answer(api.PUT('/api/session/language', { body: { language } }));
export const putPassword = (current: string, next: string) =>
  answer(api.PUT('/api/session/password', { body: { current, new: next } }));
/** Where one is called to talk to rooms in private; empty for nowhere. */
export const putPhone = (phone: string) => answer(api.PUT('/api/session/phone', { body: { phone } }));
/** Where one is reminded of approvals; empty for nowhere. */
export const putMail = (mail: string) => answer(api.PUT('/api/session/mail', { body: { mail } }));
export const setUp = (setup: SetupRequest) => answer(api.POST('/api/setup', { body: setup }));

export const getTokens = () => answer(api.GET('/api/tokens'));
/** `days`: for how long it opens anything. */
export const createToken = (name: string, days: number) =>
  answer(api.POST('/api/tokens', { body: { name, days } }));
export const deleteToken = (id: string) =>
  answer(api.DELETE('/api/tokens/{id}', { params: { path: { id } } }));
