import { answer, api } from './client';
import type { FeedKind } from './types';

export const outboxKey = ['outbox'] as const;
export const feedsKey = ['feeds'] as const;
export const invitationsKey = (id: string) => ['briefings', 'invitations', id] as const;

const piece = (pieceId: string) => ({ params: { path: { pieceId } } });
const one = (id: string) => ({ params: { path: { id } } });

/** What is unsent, or all there is. */
export const getOutbox = (all: boolean) => answer(api.GET('/api/outbox', { params: { query: { all } } }));
export const sendAgain = (id: string) => answer(api.POST('/api/outbox/{pieceId}/again', piece(id)));
export const giveUp = (id: string) => answer(api.POST('/api/outbox/{pieceId}/give-up', piece(id)));
export const sendAllAgain = () => answer(api.POST('/api/outbox/again'));

/** Who is needed and said no to a session to come. */
export const declinedKey = ['briefings', 'declined'] as const;
export const getDeclined = () => answer(api.GET('/api/replies/declined'));
export const readMailbox = () => answer(api.POST('/api/outbox/mailbox/read'));

export const getInvitations = (id: string) => answer(api.GET('/api/briefings/{id}/invitations', one(id)));
/** Everybody who is invited is told again. */
export const inviteAgain = (id: string) => answer(api.POST('/api/briefings/{id}/invitations', one(id)));

/** What is held back is told now; as a correction, it says that the word before was a mistake. */
export const tellNow = (id: string, correction: boolean) =>
  answer(
    api.POST('/api/briefings/{id}/invitations/now', { params: { path: { id }, query: { correction } } }),
  );

export const getFeeds = () => answer(api.GET('/api/feeds'));
export const createFeed = (kind: FeedKind, targetId: string | null) =>
  answer(api.POST('/api/feeds', { body: { kind, targetId } }));
export const deleteFeed = (id: string) => answer(api.DELETE('/api/feeds/{id}', one(id)));
