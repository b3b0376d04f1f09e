/// <reference lib="esnext.intl" />

/** Names found good, since each look costs Intl 35 µs and an import has thousands of the same few. */
const known = new Set<string>();

/** Whether it is a name of the IANA database ('Europe/Berlin'). Intl takes offsets like '+02:00' as well. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  known.add(name);
  return true;
}

/**
 * Where Intl's first zone of a country (they come in alphabetical order: 'America/Adak') is not the one most people live
 * in, goes by an outdated name, or is missing.
 */
const LARGEST_ZONE: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CL: 'America/Santiago',
  CY: 'Asia/Nicosia',
  ES: 'Europe/Madrid',
  FM: 'Pacific/Chuuk',
  GL: 'America/Nuuk',
  IN: 'Asia/Kolkata',
  KI: 'Pacific/Tarawa',
  MH: 'Pacific/Majuro',
  MM: 'Asia/Yangon',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  NP: 'Asia/Kathmandu',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
  VN: 'Asia/Ho_Chi_Minh',
  XK: 'Europe/Belgrade',
};

const zones = new Map<string, string>();

/** The zone most people of a country live in; UTC for a number of no country. */
export function timeZoneOf(country: string | null): string {
  if (!country) return 'UTC';
  // Kept, since Intl takes 160 µs to look.
  const zone =
    zones.get(country) ??
    LARGEST_ZONE[country] ??
    new Intl.Locale('und', { region: country }).getTimeZones()?.[0] ??
    'UTC';
  zones.set(country, zone);
  return zone;
}
