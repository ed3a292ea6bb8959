import { describe, expect, it } from 'vitest';
import { t } from './language';
import { messages } from './messages';
import { fill, placeholdersOf } from './text';

const entries = Object.entries(messages) as [string, readonly [string, string]][];

describe('texts', () => {
  it('exist in both languages', () => {
    const empty = entries.filter(([, texts]) => texts.some((text) => text.trim() === ''));
    expect(empty.map(([key]) => key)).toEqual([]);
  });

  it('say in English all that the Vietnamese says', () => {
    const lost = entries.filter(([, [vi, en]]) => {
      const there = placeholdersOf(en);
      return placeholdersOf(vi).some((name) => !there.includes(name));
    });
    expect(lost.map(([key]) => key)).toEqual([]);
  });

  it('are composed (NFC), so that search and fonts agree', () => {
    expect(entries.filter(([, texts]) => texts.some((text) => text !== text.normalize('NFC')))).toEqual([]);
  });

  it('are not English in the Vietnamese column', () => {
    const english = /\b(the|and|room|rooms|cancel|save|failed|briefing)\b/i;
    expect(
      entries.filter(([, [vi]]) => english.test(vi.replace(/\{[^}]*\}/g, ''))).map(([key]) => key),
    ).toEqual([]);
  });
});

describe('fill', () => {
  it('fills values and counts words', () => {
    expect(fill('{n} {n|room|rooms}', { n: 1 })).toBe('1 room');
    expect(fill('{n} {n|room|rooms}', { n: 12 })).toBe('12 rooms');
    expect(fill('{who} – {what}', { who: 'A' })).toBe('A – {what}');
  });

  it('speaks Vietnamese unless told otherwise', () => {
    expect(t('word.minutes', { n: 5 })).toBe('5 phút');
  });
});
