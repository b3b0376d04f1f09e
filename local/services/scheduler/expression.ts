const UNITS = { minute: 60_000, minutes: 60_000, hour: 3_600_000, hours: 3_600_000, day: 86_400_000, days: 86_400_000 };

const RATE = /^rate\(([1-9]\d*) (minutes?|hours?|days?)\)$/;
const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/** When a schedule fires: once at a time, or every so often. In milliseconds. */
export type Times = { readonly at: number } | { readonly every: number };

/** @returns undefined for what is not one: cron() is not supported here, and times are in UTC */
export function readExpression(text: string): Times | undefined {
  const [, count, unit] = RATE.exec(text) ?? [];
  if (count && unit) return { every: Number(count) * UNITS[unit as keyof typeof UNITS] };
  const at = Date.parse(`${AT.exec(text)?.[1]}Z`);
  return Number.isNaN(at) ? undefined : { at };
}
