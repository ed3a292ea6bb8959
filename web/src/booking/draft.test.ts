import { emptyDossier } from './dossier';
import { describe, expect, it } from 'vitest';
import type { Sketch } from '../api/types';
import { instantOf } from '../time/time';
import {
  allRoomIds,
  blank,
  checkOf,
  draftOfSketch,
  emptyDraft,
  errorsOf,
  filledFrom,
  requestOf,
  timesOf,
  withLowered,
  withoutLowered,
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
    expect(
      checkOf(draft({ dossier: { ...emptyDossier, chairPerson: ' Ông A ', chairMail: 'a@', secretary: '' } }))
        ?.dossier,
    ).toEqual({ chairPerson: 'Ông A', secretary: null, secretaryId: null });
    expect(checkOf(draft({ start: '7:' + '99' }))).toBeNull();
    expect(checkOf(draft({ chairRoomId: null, roomIds: [] }))).toBeNull();
    expect(timesOf(draft({ day: null }))).toBeNull();
  });

  it('is begun from a sketch without its day, and without the end of a rule that was a day', () => {
    const sketch: Sketch = {
      title: 'Giao ban tuần 47',
      chairRoomId: 'ubnd',
      roomIds: ['ubnd', 'nha-trang', 'dien-khanh'],
      optionalRoomIds: ['dien-khanh'],
      loweredRooms: [{ roomId: 'nha-trang', kbits: 64 }],
      start: '2026-11-23T08:00:00+07:00',
      end: '2026-11-23T09:30:00+07:00',
      setUpMinutes: 30,
      note: 'Mang số liệu',
      dossier: {
        invitationNumber: null,
        hostUnitId: 'van-phong',
        hostUnitName: 'Văn phòng',
        chairPerson: 'Ông Ba',
        secretary: null,
        chairMail: null,
        secretaryMail: null,
        secretaryAccount: { id: 'lan', displayName: 'Lan', userName: 'lan', retired: false },
        mode: 'lecture',
        helpWanted: false,
        helpNote: null,
        technicianNote: null,
        agenda: [],
        links: [],
      },
      secrecy: 'open',
      encryption: 'required',
      recording: 'mix',
      series: {
        rule: '',
        zone: '',
        start: '',
        end: '',
        frequency: 'weekly',
        interval: 2,
        weekdays: ['monday'],
        monthDay: null,
        weekOfMonth: null,
        until: '2026-12-31',
        count: null,
        except: ['2026-12-07'],
        onHoliday: 'move',
        onClash: 'refuse',
      },
    };
    const copied = draftOfSketch(sketch);
    expect(copied).toMatchObject({
      day: null,
      start: '08:00',
      end: '09:30',
      setUp: '30',
      roomIds: ['nha-trang', 'dien-khanh'],
      optionalIds: ['dien-khanh'],
      lowered: { 'nha-trang': 64 },
      terms: { encryption: 'required', recording: 'mix' },
      repeat: { kind: 'weekly', interval: '2', until: null, except: [], onHoliday: 'move' },
    });
    expect(Object.keys(errorsOf(copied))).toEqual(['day']);
    expect(Object.keys(errorsOf({ ...copied, day: '2026-12-14' }))).toEqual(['recurrence.until']);
    expect(filledFrom(draft(), sketch)).toMatchObject({
      title: 'Giao ban tuần',
      day: '2026-11-24',
      start: '08:00',
    });
    expect(filledFrom(draft({ title: ' ' }), sketch).title).toBe('Giao ban tuần 47');
  });

  it('sends the rate of lowered rooms that take part, the chair’s too, until it is taken back', () => {
    const at = (roomId: string, kbits: number) => ({ roomId, kbits });
    const lowered = withLowered(draft(), [at('ubnd', 64), at('dien-khanh', 128), at('khong-du', 64)]);
    expect(requestOf(lowered)?.loweredRooms).toEqual([at('ubnd', 64), at('dien-khanh', 128)]);
    expect(checkOf(withLowered(lowered, [at('dien-khanh', 64)]))?.loweredRooms).toEqual([
      at('ubnd', 64),
      at('dien-khanh', 64),
    ]);
    expect(requestOf(withoutLowered(lowered, 'ubnd'))?.loweredRooms).toEqual([at('dien-khanh', 128)]);
    expect(requestOf({ ...lowered, roomIds: ['nha-trang'] })?.loweredRooms).toEqual([at('ubnd', 64)]);
  });
});
