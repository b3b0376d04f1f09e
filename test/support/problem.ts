import { expect } from 'vitest';

import type { Answer } from './api.ts';

/** What no error may tell: keys, the table's keys, frames and files of the program. */
export const INTERNALS = /hk_[\w-]{17}|TENANT#|APIKEY#|node_modules|\.m?[jt]s\b|\n\s+at /;

/** The answer is problem+json with this status and code, and tells nothing it should not. */
export function expectProblem(
  { status, headers, body, text }: Answer,
  expected: { status: number; code: string },
): void {
  expect({ status, code: body?.code }).toEqual(expected);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({
    type: `urn:herald:error:${expected.code}`,
    title: expect.stringMatching(/\w/),
    status,
    detail: expect.stringMatching(/\w/),
    request_id: headers.get('x-request-id'),
  });
  expect(text).not.toMatch(INTERNALS);
}

/** The answer is a 400 that names these faults, each by path and code, in any order. */
export function expectFaults(answer: Answer, faults: readonly (readonly [path: string, code: string])[]): void {
  expectProblem(answer, { status: 400, code: 'request.invalid' });
  const found = answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code]);
  expect(found.toSorted()).toEqual(faults.toSorted());
  for (const { message } of answer.body.errors) expect(message).toMatch(/\w/);
}

/** The answer is a page for a person that says that a link leads nowhere: small, without scripts, and nothing else. */
export function expectNoLink({ status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>): void {
  expect({ status, type: headers.get('content-type') }).toEqual({ status: 404, type: 'text/html; charset=utf-8' });
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(headers.get('x-request-id')).toBeTruthy();
  expect(headers.get('location')).toBeNull();
  expect(text).toContain('<h1>This link leads nowhere</h1>');
  expect(text.length).toBeLessThan(1000);
  expect(text).not.toMatch(INTERNALS);
}
