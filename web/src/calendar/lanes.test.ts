import { expect, it } from 'vitest';
import { placeInLanes } from './lanes';

const place = (...spans: [number, number][]) =>
  placeInLanes(spans.map(([start, end]) => ({ start, end }))).map(
    (one) => `${one.item.start}:${one.lane}/${one.lanes}`,
  );

it('gives spans that only touch the whole width', () => {
  expect(place([8, 9], [9, 10])).toEqual(['8:0/1', '9:0/1']);
});

it('puts overlapping spans side by side and uses freed columns again', () => {
  expect(place([8, 11], [8, 9], [9, 10], [10, 12])).toEqual(['8:0/2', '8:1/2', '9:1/2', '10:1/2']);
});

it('starts a new group after a gap, in whatever order they come', () => {
  expect(place([14, 15], [8, 10], [9, 11])).toEqual(['8:0/2', '9:1/2', '14:0/1']);
});
