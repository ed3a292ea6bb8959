/**
 * Letters without marks, lower case, single spaces: `Điện Biên Phủ ` → `dien bien phu`. Works for composed and decomposed
 * input alike; đ has no decomposition and is named.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether every word of the query begins somewhere in one of the texts, with or without marks. */
export function matches(query: string, ...texts: (string | null | undefined)[]): boolean {
  const words = fold(query).split(' ').filter(Boolean);
  if (words.length === 0) return true;
  const haystack = fold(texts.filter(Boolean).join(' '));
  return words.every((word) => haystack.includes(word));
}

const order = new Intl.Collator('vi', { numeric: true });

/** Vietnamese alphabetical order; numbers by value. */
export const compareNames = (a: string, b: string): number => order.compare(a, b);
