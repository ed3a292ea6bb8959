import { describe, expect, it } from 'vitest';
import { calledPoint } from './calledPoint';

const item = (topic: string, speaker: string | null = null, roomId: string | null = null, minutes = 5) => ({
  topic,
  speaker,
  roomId,
  minutes,
});

describe('calledPoint', () => {
  it.each([
    [0, { topic: 'Khai mạc', speaker: null, roomId: null, sameBefore: 0 }],
    [1, { topic: 'Báo cáo', speaker: 'Bà Mai', roomId: 'a', sameBefore: 0 }],
    [2, { topic: 'Báo cáo', speaker: 'Bà Mai', roomId: 'b', sameBefore: 0 }],
    [3, { topic: 'Khai mạc', speaker: null, roomId: null, sameBefore: 1 }],
    [4, null],
    [-1, null],
  ])('names point %i by topic, speaker, room and how many of the same come before', (at, named) => {
    const agenda = [
      item('Khai mạc'),
      item('Báo cáo', 'Bà Mai', 'a'),
      item('Báo cáo', 'Bà Mai', 'b'),
      item('Khai mạc', null, null, 20),
    ];
    expect(calledPoint(agenda, at)).toEqual(named);
  });
});
