/** Which lines a tile shows follows from its size. */
export type TileSize = 'large' | 'medium' | 'small';

export interface Fit {
  columns: number;
  size: TileSize;
  /** Height of one tile, px. */
  height: number;
}

const gapPx = 4;
const smallest = { size: 'small', minWidth: 103, maxWidth: 140, height: 66 } as const;
const sizes = [
  { size: 'large', minWidth: 196, maxWidth: 300, height: 118 },
  { size: 'medium', minWidth: 140, maxWidth: 196, height: 92 },
  smallest,
] as const;

/** Heights of tiles may grow by this much when there is room left below. */
const stretch = 1.12;

/**
 * The largest tiles with which `count` of them fit into the area without scrolling; when even small ones do not fit, small
 * tiles that scroll.
 */
export function fitTiles(width: number, height: number, count: number): Fit {
  for (const { size, minWidth, maxWidth, height: tileHeight } of sizes) {
    const most = Math.max(1, Math.floor((width + gapPx) / (minWidth + gapPx)));
    const fewest = Math.min(most, Math.max(1, Math.ceil((width + gapPx) / (maxWidth + gapPx))));
    for (let columns = fewest; columns <= most; columns++) {
      const rows = Math.ceil(count / columns);
      const available = (height + gapPx) / rows - gapPx;
      if (available >= tileHeight)
        return { columns, size, height: Math.floor(Math.min(available, tileHeight * stretch)) };
    }
  }
  const columns = Math.max(1, Math.floor((width + gapPx) / (smallest.minWidth + gapPx)));
  return { columns, size: 'small', height: smallest.height };
}
