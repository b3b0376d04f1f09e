import * as z from 'zod';

import type { Fault } from '../platform/errors.ts';
import { httpsFault } from '../platform/https-url.ts';
import { placeholderFaults, placeholders, replacePlaceholders, textAround, type Placeholder } from './placeholder.ts';
import { CONTENT_LIMITS } from './limits.ts';

/** The longest address of a link, in characters: as given, percent-encoded, and with anybody's values. */
export const MAX_ADDRESS = CONTENT_LIMITS.linkUrl;

/** The address of a url button: https, percent-encoded, perhaps with placeholders in its path and in the values of its query. */
export const linkAddress = z
  .string()
  .max(MAX_ADDRESS)
  .superRefine((text, context) => {
    for (const { code, message } of addressFaults(text))
      context.addIssue({ code: 'custom', message, params: { code } });
  })
  .overwrite((text) => (addressFaults(text).length > 0 ? text : encoded(text)));

/** What an address becomes for somebody, or why it becomes nothing that they could be sent to. */
export type FilledAddress = { readonly url: string } | { readonly reason: 'missing_variable' | 'too_long' };

/**
 * An address with a value in place of each placeholder, percent-encoded: it changes neither host nor path around it, and adds no
 * parameter. A value that would be a step in the path (`.` or `..`) counts as none.
 * @param address as `linkAddress` makes it
 */
export function fillAddress(address: string, valueOf: (placeholder: Placeholder) => string): FilledAddress {
  const found = placeholders(address);
  if (found.length === 0) return { url: address };
  const values = found.map((placeholder) => encodeURIComponent(valueOf(placeholder).toWellFormed()));
  if (values.includes('')) return { reason: 'missing_variable' };
  const filled = replacePlaceholders(address, found, (index) => values[index] ?? '');
  // Addresses of earlier versions were not checked.
  const { pathname, host, href } = URL.parse(filled) ?? {};
  const isSamePlace = host !== undefined && host === URL.parse(address)?.host && pathname === PATH.exec(filled)?.[1];
  if (!isSamePlace || href === undefined) return { reason: 'missing_variable' };
  return href.length > MAX_ADDRESS ? { reason: 'too_long' } : { url: href };
}

/**
 * Whether somebody's values, percent-encoded, would lead an address to another host or along another path. It is the address of a
 * template that Herald did not make, which nothing has checked: where it leads without values cannot be told, they change nothing.
 */
export function leadsElsewhere(address: string, valueOf: (placeholder: Placeholder) => string): boolean {
  const { address: sample, isMark, found } = marked(address);
  const values = found.map((placeholder) => encodeURIComponent(valueOf(placeholder).toWellFormed()));
  const start = URL.parse(replacePlaceholders(address, found, () => ''));
  const path = URL.parse(sample)?.pathname;
  if (!start || path === undefined) return false;
  const filled = URL.parse(replacePlaceholders(address, found, (index) => values[index] ?? ''));
  const expected = path.replaceAll(new RegExp(isMark, 'gi'), (_, index: string) => values[Number(index)] ?? '');
  return filled?.host !== start.host || filled.pathname !== expected;
}

const PATH = /^https:\/\/[^/?#]*([^?#]*)/;

/** Where somebody is sent of whom no value is known, or not any more: the beginning of the site. */
export function startOf(address: string): string {
  return URL.canParse('/', address) ? new URL('/', address).href : address;
}

/** Every fault of an address; `new URL` alone would mend or overlook most of them. */
function addressFaults(text: string): Pick<Fault, 'code' | 'message'>[] {
  if (text.length > MAX_ADDRESS) return [];
  const unknown = placeholderFaults(text, '');
  if (unknown.length > 0) return unknown;
  const { address, isMark } = marked(text);
  const fault = httpsFault(address);
  if (fault) {
    const isHost = isMark.test(/^https:\/\/[^/?#\\]*/i.exec(address)?.[0] ?? '');
    return [isHost ? { code: 'placeholder', message: HOST } : { code: 'url', message: fault }];
  }
  const { host, hash, search, href } = new URL(address);
  const kept = new Set(Array.from(href.matchAll(new RegExp(isMark, 'g')), ([mark]) => mark));
  const isNamed = search
    .slice(1)
    .split('&')
    .some((part) => isMark.test(part.split('=', 1)[0] ?? ''));
  const isPlaced = !isMark.test(host) && !isMark.test(hash) && !isNamed && kept.size === placeholders(text).length;
  if (!isPlaced) return [{ code: 'placeholder', message: HOST }];
  if (textAround(text).slice(0, -1).some(isCut)) return [{ code: 'placeholder', message: CUT }];
  const message = `must be at most ${MAX_ADDRESS} characters once it is percent-encoded`;
  return encoded(text).length > MAX_ADDRESS ? [{ code: 'too_big', message }] : [];
}

const HOST =
  'takes placeholders behind its host alone, in the path or as the value of a parameter: https://example.com/orders/{{attributes.order}}?from={{attributes.city}}';
const CUT = 'must not have a % before a placeholder; write the character itself';

/** Whether a value could complete what is percent-encoded. */
function isCut(before: string): boolean {
  return /%[\da-f]?$/i.test(before);
}

/** The address with a word of letters and digits, which no encoding changes, in place of each placeholder. */
function marked(text: string) {
  const found = placeholders(text);
  let word = 'herald';
  while (text.toLowerCase().includes(word)) word += 'x';
  const isMark = new RegExp(`${word}(\\d+)z`, 'i');
  return { address: replacePlaceholders(text, found, (index) => `${word}${index}z`), isMark, found };
}

/** @param text without a fault */
function encoded(text: string): string {
  const { address, isMark, found } = marked(text);
  return new URL(address).href.replaceAll(
    new RegExp(isMark, 'gi'),
    (_, index: string) => found[Number(index)]?.text ?? '',
  );
}
