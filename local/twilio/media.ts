import type { Page, Web } from './web.ts';

const MEGABYTE = 1_000_000;
const MAX_IMAGE = 5 * MEGABYTE;
const MAX_TOTAL = 16 * MEGABYTE;

const HEADERS = ['image/jpeg', 'image/png', 'video/mp4', 'application/pdf'];
const SESSION = [
  ...HEADERS,
  'image/webp',
  'audio/ogg',
  'audio/amr',
  'audio/3gpp',
  'audio/aac',
  'audio/mpeg',
  'video/3gpp',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
];
/** The kind of medium that an extension promises. */
const PROMISED: readonly [RegExp, string][] = [
  [/\.(jpe?g|png|webp|gif)$/i, 'image/'],
  [/\.(mp4|3gp)$/i, 'video/'],
  [/\.pdf$/i, 'application/pdf'],
];

/** Why media are not delivered: 63019 not fetched, 63021 of a type that is not taken or not the one promised, 63034 too large. */
export async function mediaFault(urls: readonly string[], isTemplate: boolean, web: Web): Promise<number | undefined> {
  const pages = await Promise.all(urls.map((url) => web.look(url)));
  const fetched = pages.filter((page): page is Page => page !== undefined && page.status < 400);
  if (fetched.length < urls.length) return 63019;
  const allowed = isTemplate ? HEADERS : SESSION;
  if (
    fetched.some(
      ({ content_type }, place) => !allowed.includes(content_type) || breaksPromise(urls[place]!, content_type),
    )
  )
    return 63021;
  if (fetched.some(({ content_type, bytes }) => content_type.startsWith('image/') && bytes > MAX_IMAGE)) return 63034;
  return fetched.reduce((total, { bytes }) => total + bytes, 0) > MAX_TOTAL ? 63034 : undefined;
}

function breaksPromise(url: string, content_type: string): boolean {
  const { pathname } = new URL(url);
  return PROMISED.some(([extension, type]) => extension.test(pathname) && !content_type.startsWith(type));
}
