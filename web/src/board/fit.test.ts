import { expect, it } from 'vitest';
import { fitTiles } from './fit';

const rowsHeight = (count: number, fit: ReturnType<typeof fitTiles>) =>
  Math.ceil(count / fit.columns) * (fit.height + 4) - 4;

it('shows a dozen rooms large', () => {
  expect(fitTiles(1540, 880, 12).size).toBe('large');
  expect(fitTiles(1000, 560, 12).size).toBe('large');
});

it.each([12, 40, 60, 100, 150, 170, 200, 207])(
  'shows %i rooms on one full HD screen without scrolling',
  (count) => {
    const fit = fitTiles(1880, 930, count);
    expect(rowsHeight(count, fit)).toBeLessThanOrEqual(930);
  },
);

it('scrolls small tiles when nothing else is possible', () => {
  const fit = fitTiles(1326, 560, 200);
  expect(fit).toMatchObject({ size: 'small', columns: 12 });
  expect(rowsHeight(200, fit)).toBeGreaterThan(560);
});

it('is never confused by a phone or an empty board', () => {
  expect(fitTiles(90, 400, 20).columns).toBe(1);
  expect(fitTiles(800, 400, 0).columns).toBeGreaterThan(0);
});
