import { expect, test } from 'vitest';

import { signInFault } from '../../../console/services/sign-in-fault.ts';

test.each([
  [{ code: 'OAUTH_AUTHORIZATION_RESPONSE_ERROR', error: 'access_denied' }, /did not let you in.*ask whoever/],
  [{ code: 'OAUTH_RESPONSE_BODY_ERROR', error: 'invalid_grant' }, /took too long.*Sign in again/],
  [{ error: 'temporarily_unavailable' }, /in a minute/],
  [{ error: 'login_required' }, /sign in there first/],
  [{ error: 'unauthorized_client' }, /not set up.*\(unauthorized_client\)/],
  [{ code: 'stray' }, /used already, or is of no sign-in/],
  [{ code: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' }, /clock of this computer/],
  [{ code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' }, /not set up.*json_attribute_comparison_failed/],
  [new TypeError('Failed to fetch'), /does not answer/],
  [new DOMException('x', 'TimeoutError'), /does not answer/],
  [new Error('hk_secret'), /could not be signed in/],
  [undefined, /could not be signed in/],
])('%o is said in words with what to do', (failure, words) => {
  expect(signInFault(failure)).toMatch(words);
});

test.each(['<b>Call 555 1234</b>', 'Your account is locked, call us', 'constructor', '__proto__', 'x'.repeat(41)])(
  'a provider that says "%s" puts no words of its own on the page',
  (error) => {
    const said = signInFault({ error });
    expect(said).toMatch(/^Signing in is not set up/);
    expect(said).not.toMatch(/555|locked|x{41}|native/);
  },
);
