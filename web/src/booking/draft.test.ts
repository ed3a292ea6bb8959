import { describe, expect, it } from 'vitest';
import { instantOf } from '../time/time';
import {
  allRoomIds,
  aWeekLater,
  blank,
  checkOf,
  emptyDraft,
  errorsOf,
  requestOf,
  timesOf,
  withStart,
  type Draft,
} from './draft';

const draft = (change: Partial<Draft> = {}): Draft => ({
  title: 'Giao ban tuần',
  chairRoomId: 'ubnd',
  roomIds: ['nha-trang', 'dien-khanh'],
  day: '2026-11-24',
  start: '07:30',
  end: '9h',
  note: '',
  ...blank,
  ...change,
});

describe('a draft', () => {
  it('starts at the next half hour that leaves ten minutes', () => {
    expect(emptyDraft(instantOf('2026-11-23T07:21:00+07:00'))).toMatchObject({
      start: '08:00',
      end: '09:00',
    });
    expect(emptyDraft(instantOf('2026-11-23T23:40:00+07:00'))).toMatchObject({
      day: '2026-11-24',
      start: '00:00',
    });
  });

  it('reads times as clerks write them', () => {
    expect(requestOf(draft())).toMatchObject({
      start: '2026-11-24T07:30:00+07:00',
      end: '2026-11-24T09:00:00+07:00',
      roomIds: ['ubnd', 'nha-trang', 'dien-khanh'],
      note: null,
    });
  });

  it('lets an evening end next morning, and nothing else', () => {
    expect(requestOf(draft({ start: '22:00', end: '1:00' }))?.end).toBe('2026-11-25T01:00:00+07:00');
    expect(errorsOf(draft({ start: '14:00', end: '13:00' })).end).toBeDefined();
    expect(errorsOf(draft({ start: '14:00', end: '14:00' })).end).toBeDefined();
  });

  it('keeps its length when the start moves', () => {
    expect(withStart(draft(), '8:15').end).toBe('09:45');
    expect(withStart(draft(), '8:').end).toBe('09:30');
    expect(withStart(draft(), 'x').end).toBe('9h');
    expect(withStart(draft({ start: '' }), '8:15').end).toBe('9h');
  });

  it('names every field that is missing', () => {
    const nothing = draft({ title: ' ', chairRoomId: null, roomIds: [], day: null, start: 'x', end: '' });
    expect(Object.keys(errorsOf(nothing)).sort()).toEqual([
      'chairRoomId',
      'day',
      'end',
      'roomIds',
      'start',
      'title',
    ]);
    expect(errorsOf(draft())).toEqual({});
  });

  it('counts the chair once', () => {
    expect(allRoomIds(draft({ roomIds: ['nha-trang', 'ubnd'] }))).toEqual(['ubnd', 'nha-trang']);
  });

  it('is checked before it is complete', () => {
    expect(checkOf(draft({ title: '', chairRoomId: null }))).toMatchObject({ chairRoomId: 'nha-trang' });
    expect(checkOf(draft({ start: '7:' + '99' }))).toBeNull();
    expect(checkOf(draft({ chairRoomId: null, roomIds: [] }))).toBeNull();
    expect(timesOf(draft({ day: null }))).toBeNull();
  });

  it('is copied to the same weekday in the future', () => {
    const now = instantOf('2026-12-10T08:00:00+07:00');
    expect(aWeekLater(draft(), now).day).toBe('2026-12-15');
    expect(aWeekLater(draft({ day: '2026-12-20' }), now).day).toBe('2026-12-27');
  });
});
