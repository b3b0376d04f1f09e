import { isUtf8 } from 'node:buffer';

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';

import { HeraldError, invalid, type Fault } from '../platform/errors.ts';
import { storableFaults } from '../platform/storable.ts';
import type { ContentType, Contract } from '../contract/route.ts';

const MEGABYTE = 1_000_000;
const NOTHING = z.strictObject({});

/**
 * Parses a request's params, query and body by the contract's schemas.
 * @throws HeraldError 413, 415, or 400 with every fault of the whole request at once
 */
export function parseRequest(
  event: APIGatewayProxyEventV2,
  { method, request, authentication }: Contract,
  now: number,
) {
  // A provider's words are taken as they are.
  if (authentication === 'bearer') requireStorable([event.pathParameters ?? {}, event.queryStringParameters ?? {}]);
  const raw = rawBody(event, request.maximumBytes, request.tooLarge);
  const body = decode(raw, event, request.contentType ?? 'application/json');
  const parsed = {
    params: (request.params ?? NOTHING).safeParse(event.pathParameters ?? {}),
    query: (request.query ?? NOTHING).safeParse(event.queryStringParameters ?? {}),
    body: (request.body ?? NOTHING).safeParse(body),
  };
  const faults = [
    ...Object.values(parsed).flatMap((part) => (part.success ? [] : part.error.issues.flatMap(toFaults))),
    ...duplicates(new URLSearchParams(event.rawQueryString)),
    ...(method === 'PATCH' ? emptyFaults(body) : []),
    ...(request.faults?.(body, now) ?? []),
  ];
  if (faults.length > 0) throw invalid(faults);
  return { params: parsed.params.data, query: parsed.query.data, body: parsed.body.data };
}

/** The body as text. @param remedy for a body that is too large @throws HeraldError 413, or 400 when it is not UTF-8 */
export function rawBody(event: APIGatewayProxyEventV2, maximumBytes = MEGABYTE, remedy = 'Send it in parts.'): string {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maximumBytes) {
    throw new HeraldError(
      'too_large',
      'request.too_large',
      `The body has ${bytes.length} bytes; this route takes at most ${maximumBytes}. ${remedy}`,
    );
  }
  return textOf(bytes);
}

/**
 * The gateway passes text on as a string, in which U+FFFD stands for bytes that were not UTF-8, and everything else in base64.
 * What is not UTF-8 is refused: it would be stored with its letters lost.
 */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes) || text.includes('\uFFFD')) {
    const message = 'The body is not UTF-8 (or has the character U+FFFD); save or send it as UTF-8.';
    throw invalid([{ path: '', code: 'utf8', message }]);
  }
  return text;
}

/** A name that is given twice: which of its values counts would be left to chance. */
function duplicates(parameters: URLSearchParams): Fault[] {
  const twice = new Set([...parameters.keys()].filter((name) => parameters.getAll(name).length > 1));
  return [...twice].map((path) => ({ path, code: 'duplicate', message: 'is given more than once' }));
}

function emptyFaults(body: unknown): Fault[] {
  const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
  return isEmpty ? [{ path: '', code: 'required', message: 'Give at least one field to change.' }] : [];
}

function decode(raw: string, event: APIGatewayProxyEventV2, expected: ContentType): unknown {
  if (raw === '' && expected === 'application/json') return {};
  const contentType = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (contentType !== expected) {
    throw new HeraldError('unsupported', 'request.content_type', `Send this route a body of type ${expected}.`);
  }
  if (expected === 'text/csv') return raw;
  if (expected === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(raw);
    const twice = duplicates(form);
    if (twice.length > 0) throw invalid(twice);
    return Object.fromEntries(form);
  }
  const body = parseJson(raw);
  requireStorable([body]);
  return body;
}

function requireStorable(values: readonly unknown[]): void {
  const faults = values.flatMap(storableFaults);
  if (faults.length > 0) throw invalid(faults);
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw invalid([{ path: '', code: 'malformed_json', message: 'The body is not valid JSON.' }]);
  }
}

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'invalid_union') {
    // The caller most likely meant the option with the fewest faults, if the value is an object of some option at all.
    const [closest] = issue.errors
      .filter((form) => form.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'))
      .sort((a, b) => a.length - b.length);
    // eslint-disable-next-line herald/no-recursion -- as deep as the unions of a schema
    if (closest) return closest.flatMap((inner) => toFaults({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  const path = issue.path.join('.');
  const params = issue.code === 'custom' ? (issue.params as { code?: string } | undefined) : undefined;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      code: 'unknown_field',
      message: 'This field is not known here; remove it.',
    }));
  }
  return [{ path, code: params?.code ?? issue.code, message: issue.message }];
}
