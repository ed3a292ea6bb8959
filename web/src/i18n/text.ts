/** The names of the `{placeholders}` in a text; `{n|room|rooms}` counts as `n`. */
export type Placeholders<S extends string> = S extends `${string}{${infer P}}${infer Rest}`
  ? (P extends `${infer N}|${string}` ? N : P) | Placeholders<Rest>
  : never;

export type Values = Readonly<Record<string, string | number>>;

/**
 * Fills a text: `{name}` becomes the value, `{n|room|rooms}` the first word when n is 1 and the second otherwise.
 * A placeholder without a value stays as it is, so that a mistake is seen and not hidden.
 */
export function fill(text: string, values: Values = {}): string {
  return text.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (one !== undefined && many !== undefined) return Number(value) === 1 ? one : many;
      return String(value);
    },
  );
}

/** The placeholder names a text uses, sorted, each once. */
export function placeholdersOf(text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)(?:\|[^}]*)?\}/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}
