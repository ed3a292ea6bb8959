import type { Line } from '../api/types';

export interface Branch {
  line: Line;
  /** How many lines lie between it and the bridge. */
  depth: number;
}

/** Every line below the one it leads into, by name. */
export function treeOf(lines: readonly Line[]): Branch[] {
  const below = (parentId: string | null, depth: number): Branch[] =>
    lines
      .filter((line) => line.parentId === parentId)
      .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
      .flatMap((line) => [{ line, depth }, ...below(line.id, depth + 1)]);
  return below(null, 0);
}

/** The line and all that lead into it, directly or not. */
export function behind(id: string, lines: readonly Line[]): Set<string> {
  const found = new Set([id]);
  for (const one of found) {
    for (const line of lines) if (line.parentId === one) found.add(line.id);
  }
  return found;
}

/** Kilobits a second as typed; null if that is no whole number above 0. */
export const kbitsOf = (text: string): number | null =>
  /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text.trim()) : null;

/** Decimal degrees as typed, with a comma or a point; null for none, NaN if it is no number. */
export function degreesOf(text: string): number | null {
  const tidy = text.trim().replace(',', '.');
  if (tidy === '') return null;
  return /^-?\d{1,3}(\.\d+)?$/.test(tidy) ? Number(tidy) : NaN;
}
