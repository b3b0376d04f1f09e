import * as z from 'zod';

/** A tenant's Twilio account. It is kept only in the secret store and never logged. */
export const twilioCredentials = z.object({
  account_sid: z
    .string()
    .regex(/^AC[0-9a-zA-Z]{1,64}$/, 'must be an account SID like AC0123…')
    .describe('The account’s SID.'),
  auth_token: z.string().min(1).max(200).describe('Its auth token.'),
});
export type TwilioCredentials = z.infer<typeof twilioCredentials>;
