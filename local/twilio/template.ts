export type Variables = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/** The names in `{{…}}`, in order of appearance. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** @param types a JSON document, in whose strings every placeholder is filled in */
export function fill(types: string, variables: Variables): unknown {
  return JSON.parse(types, (_key, value) =>
    typeof value === 'string' ? value.replace(PLACEHOLDER, (whole, name) => variables[name] ?? whole) : value,
  );
}
