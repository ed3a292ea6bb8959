import { afterEach, describe, expect, it } from 'vitest';
import type { PersonClash } from '../api/types';
import { language } from '../i18n/language';
import { distinctPeople, personSentence } from './people';

const clash = (change: Partial<PersonClash> = {}): PersonClash => ({
  person: 'Ông Nguyễn Văn A',
  duty: 'chair',
  sessionStart: '2026-11-24T00:30:00Z',
  otherDuty: 'secretary',
  briefingId: 'b1',
  occurrenceId: 'o1',
  title: 'Giao ban tuần',
  start: '2026-11-24T00:30:00Z',
  end: '2026-11-24T02:00:00Z',
  status: 'pending',
  ...change,
});

// The language switch tells the document; tests have none.
Object.assign(globalThis, { document: { documentElement: { lang: '' } } });
afterEach(() => language.set('vi'));

describe('people in charge of two sessions', () => {
  it('are told with what they do in both, the other session, its time and state', () => {
    expect(personSentence(clash())).toBe(
      'Ông Nguyễn Văn A (chủ trì) cũng là thư ký của “Giao ban tuần” lúc 07:30–09:00 24/11/2026 (chờ duyệt).',
    );
    language.set('en');
    expect(personSentence(clash({ otherDuty: 'chair' }))).toContain('is also chair of “Giao ban tuần”');
  });

  it('are only busy where the other session is secret', () => {
    expect(personSentence(clash({ otherDuty: null, title: 'Bận' }))).toBe(
      'Ông Nguyễn Văn A (chủ trì) đã có phiên khác lúc 07:30–09:00 24/11/2026 (chờ duyệt).',
    );
  });

  it('are told once for each other session', () => {
    const other = clash({ person: 'Bà B' });
    const later = clash({ occurrenceId: 'o2' });
    expect(distinctPeople([clash(), clash(), other, later])).toEqual([clash(), other, later]);
  });
});
