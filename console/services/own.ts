/** What a table has under a name from elsewhere; nothing under what every object inherits, such as "constructor". */
export const own = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
