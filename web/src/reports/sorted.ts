/** Which column a table is sorted by, and whether the largest comes first. */
export interface Sorting<Column extends string> {
  column: Column;
  down: boolean;
}

/** What is not known comes last either way; texts in the order of the language. */
export function sorted<Row, Column extends string & keyof Row>(
  rows: readonly Row[],
  { column, down }: Sorting<Column>,
): Row[] {
  const known = rows.filter((row) => row[column] !== null && row[column] !== undefined);
  const unknown = rows.filter((row) => row[column] === null || row[column] === undefined);
  known.sort((a, b) => (down ? -1 : 1) * compare(a[column], b[column]));
  return [...known, ...unknown];
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'vi', { numeric: true });
}
