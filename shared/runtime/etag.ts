import type { Contract } from '../contract/route.ts';
import { outdated } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';

type Fields = Readonly<Record<string, unknown>>;
type Etag = NonNullable<Contract['etag']>;

/** 128 bits in hexadecimal digits. */
const DIGITS = 32;

/**
 * An answer's entity tag: its version, where it has one, and the whole of what it shows. What a change may replace is the
 * same under one version, whatever else of the answer has moved on by itself.
 */
export function etagOf(answer: Fields, { ignores = [], version }: Etag): string {
  const shown = Object.entries(answer).filter(([name]) => !ignores.includes(name));
  return `"${version ? `${hashOf(pick(answer, version))}-` : ''}${hashOf(shown)}"`;
}

/** Whether a header names the tag: `*`, or a list of tags, weak ones too. */
export function isNamedBy(header: string | undefined, etag: string): boolean {
  return tagsOf(header).some((tag) => tag === '*' || tag === etag);
}

/**
 * Requires that what a caller is about to change is still of the version that it read.
 * @param ifMatch the caller's header; undefined when it does not care
 * @param answer what a read of it would show
 * @param advice what is to be done about it
 * @throws HeraldError 412 `<resource>.changed`
 */
export function requireMatch(
  ifMatch: string | undefined,
  { id, etag }: Pick<Contract, 'id' | 'etag'>,
  answer: Fields,
  advice = 'Read it again, and decide what becomes of your change.',
): void {
  if (ifMatch === undefined) return;
  const [resource = ''] = id.split('.');
  const current = hashOf(pick(answer, etag?.version ?? []));
  if (tagsOf(ifMatch).some((tag) => tag === '*' || tag.startsWith(`"${current}-`))) return;
  throw outdated(resource, advice);
}

function tagsOf(header = ''): string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

function pick(answer: Fields, names: readonly string[]): unknown[] {
  return names.map((name) => answer[name] ?? null);
}

function hashOf(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, DIGITS);
}
