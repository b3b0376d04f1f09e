import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';

import { HeraldError, invalid, type Fault } from '../platform/errors.ts';
import type { ContentType, Contract } from '../contract/route.ts';

const MEGABYTE = 1_000_000;
const NOTHING = z.strictObject({});

/**
 * Parses a request's params, query and body by the contract's schemas.
 * @throws HeraldError 413, 415, or 400 with every fault of the whole request at once
 */
export function parseRequest(event: APIGatewayProxyEventV2, { request }: Contract, now: number) {
  const raw = rawBody(event, request.maximumBytes, request.tooLarge);
  const body = decode(raw, event, request.contentType ?? 'application/json');
  const parsed = {
    params: (request.params ?? NOTHING).safeParse(event.pathParameters ?? {}),
    query: (request.query ?? NOTHING).safeParse(event.queryStringParameters ?? {}),
    body: (request.body ?? NOTHING).safeParse(body),
  };
  const faults = [
    ...Object.values(parsed).flatMap((part) => (part.success ? [] : part.error.issues.flatMap(toFaults))),
    ...(request.faults?.(body, now) ?? []),
  ];
  if (faults.length > 0) throw invalid(faults);
  return { params: parsed.params.data, query: parsed.query.data, body: parsed.body.data };
}

export function rawBody(event: APIGatewayProxyEventV2, maximumBytes = MEGABYTE, remedy = 'Send it in parts.'): string {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maximumBytes) {
    throw new HeraldError(
      'too_large',
      'request.too_large',
      `The body has ${bytes.length} bytes; this route takes at most ${maximumBytes}. ${remedy}`,
    );
  }
  return bytes.toString('utf8');
}

function decode(raw: string, event: APIGatewayProxyEventV2, expected: ContentType): unknown {
  if (raw === '' && expected === 'application/json') return {};
  const contentType = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (contentType !== expected) {
    throw new HeraldError('unsupported', 'request.content_type', `Send this route a body of type ${expected}.`);
  }
  if (expected === 'text/csv') return raw;
  if (expected === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(raw));
  const body = parseJson(raw);
  const faults = textFaults(body, []);
  if (faults.length > 0) throw invalid(faults);
  return body;
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

/** Names with a meaning in JavaScript: as data they would be lost or break the code that reads them. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);
/** Deeper than any schema. */
const MAX_DEPTH = 16;

/** Faults that no schema can find: names that parsing would drop, and halves of surrogate pairs, which cannot be stored. */
function textFaults(value: unknown, path: readonly string[]): Fault[] {
  if (typeof value === 'string') {
    return value.isWellFormed() ? [] : [{ path: path.join('.'), code: 'text', message: 'must be well-formed Unicode' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length === MAX_DEPTH)
    return [{ path: path.join('.'), code: 'too_deep', message: 'must not be nested this deep' }];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = [...path, name];
    if (RESERVED.has(name))
      return [{ path: place.join('.'), code: 'reserved', message: 'This name cannot be used; choose another.' }];
    return [...textFaults(name, place), ...textFaults(inner, place)];
  });
}
