const UNITS = { minute: 60_000, minutes: 60_000, hour: 3_600_000, hours: 3_600_000, day: 86_400_000, days: 86_400_000 };

const RATE = /^rate\(([1-9]\d*) (minutes?|hours?|days?)\)$/;
const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/** When a schedule fires: once, at a time in milliseconds since 1970, or at an interval in milliseconds. */
export type Timing = { readonly at: number } | { readonly every: number };

/** Times are in UTC. @returns undefined for what is not supported, cron() included */
export function readExpression(text: string): Timing | undefined {
  const [, count, unit] = RATE.exec(text) ?? [];
  if (count && unit) return { every: Number(count) * UNITS[unit as keyof typeof UNITS] };
  const at = Date.parse(`${AT.exec(text)?.[1]}Z`);
  return Number.isNaN(at) ? undefined : { at };
}
