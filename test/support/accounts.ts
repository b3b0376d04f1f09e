import type { TwilioCredentials } from '../../shared/provider/twilio/twilio-credentials.ts';

/** The accounts that the stand-in knows. */
export const ACCOUNTS: readonly [TwilioCredentials, TwilioCredentials] = [
  { account_sid: `AC${'a1'.repeat(16)}`, auth_token: 'the first account’s token' },
  { account_sid: `AC${'b2'.repeat(16)}`, auth_token: 'the second account’s token' },
];
