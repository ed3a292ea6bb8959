export interface Span {
  start: number;
  end: number;
}

export interface Placed<T> {
  item: T;
  /** Column among those that overlap, from 0. */
  lane: number;
  /** How many columns the overlapping group has. */
  lanes: number;
}

/** Places spans side by side where they overlap. Touching ends do not overlap. */
export function placeInLanes<T extends Span>(spans: readonly T[]): Placed<T>[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const placed: Placed<T>[] = [];
  let group: Placed<T>[] = [];
  let laneEnds: number[] = [];
  const close = () => {
    for (const one of group) one.lanes = laneEnds.length;
    placed.push(...group);
    group = [];
    laneEnds = [];
  };
  for (const item of sorted) {
    if (laneEnds.every((end) => end <= item.start)) close();
    const free = laneEnds.findIndex((end) => end <= item.start);
    const lane = free === -1 ? laneEnds.length : free;
    laneEnds[lane] = item.end;
    group.push({ item, lane, lanes: 1 });
  }
  close();
  return placed;
}
