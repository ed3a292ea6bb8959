import { answer, api } from './client';

const path = '/api/session/second-factor';

/** A new key; it counts once a code of it was entered. */
export const prepareSecondFactor = (password: string | null) =>
  answer(api.POST(path, { body: { password } }));
/** From here on signing in asks for a code; the codes on paper are told this once. */
export const beginSecondFactor = (code: string) => answer(api.PUT(path, { body: { code } }));
export const renewPaperCodes = (code: string) => answer(api.POST(`${path}/paper`, { body: { code } }));
export const removeSecondFactor = (code: string) => answer(api.POST(`${path}/remove`, { body: { code } }));
/** Of somebody else, by an administrator. */
export const resetSecondFactor = (id: string) =>
  answer(api.DELETE('/api/accounts/{id}/second-factor', { params: { path: { id } } }));
