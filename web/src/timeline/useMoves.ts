import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { briefingsKey } from '../api/briefings';
import { getInvitations, invitationsKey, tellNow } from '../api/invitations';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { formatSpanWithDay } from '../time/time';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import { MovedMeanwhile, moveSession } from './move';
import type { Span } from './scale';
import { fateOf, undoable, useLastMoved, type Moved } from './undo';

/** Moves sessions and takes moves back. While one is under way no other begins. */
export function useMoves() {
  const client = useQueryClient();
  const [saving, setSaving] = useState(false);
  const last = useLastMoved();
  const told = useQuery({
    queryKey: invitationsKey(last?.briefingId ?? ''),
    queryFn: () => getInvitations(last?.briefingId ?? ''),
    enabled: last !== undefined,
    refetchInterval: 5_000,
  });
  const fate = last ? fateOf(last, told.data) : 'none';

  /** True if it is done; else why not was said. */
  const run = async (moved: Moved, done: (briefingStatus: string) => string): Promise<boolean> => {
    setSaving(true);
    try {
      const briefing = await moveSession(moved.briefingId, moved.occurrenceId, moved.from, moved.to);
      say('done', done(briefing.status));
      return true;
    } catch (error) {
      say(
        'failed',
        error instanceof MovedMeanwhile
          ? t('timeline.meanwhile', { title: moved.title })
          : t('timeline.notMoved', { title: moved.title, reason: errorText(error) }),
      );
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: briefingsKey });
      setSaving(false);
    }
  };

  const text = (title: string, to: Span, status: string) =>
    t(status === 'pending' ? 'timeline.movedPending' : 'timeline.moved', {
      title,
      time: formatSpanWithDay(to.start, to.end),
    });

  return {
    saving,
    last,
    fate,
    heldUntil: fate === 'held' ? (told.data?.heldUntil ?? null) : null,
    move: async (move: Omit<Moved, 'at'>): Promise<boolean> => {
      const moved = { ...move, at: serverNow() };
      const done = await run(moved, (status) => text(moved.title, moved.to, status));
      if (done) undoable.add(moved);
      return done;
    },
    undo: async (): Promise<void> => {
      if (!last || saving) return;
      // Whatever comes of it, it is not tried again: the session may have been changed by somebody else.
      undoable.remove(last);
      const back = { ...last, from: last.to, to: last.from };
      const done = await run(back, (status) => text(back.title, back.to, status));
      if (!done || fate !== 'sent') return;
      try {
        await tellNow(back.briefingId, true);
      } catch (error) {
        say('failed', errorText(error));
      }
    },
  };
}
