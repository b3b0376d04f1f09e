import * as z from 'zod';

/** The fields of a tenant's Twilio account. */
export const twilioFields = {
  account_sid: z
    .string()
    .regex(/^AC[0-9a-zA-Z]{1,64}$/, 'must be an account SID like AC0123…')
    .describe('The account’s SID.'),
  auth_token: z
    .string()
    .min(1)
    .max(200)
    .describe(
      'Its auth token; checks the signatures of Twilio’s requests, also where an API key authenticates Herald’s.',
    ),
  api_key_sid: z
    .string()
    .regex(/^SK[0-9a-zA-Z]{1,64}$/, 'must be an API key’s SID like SK0123…')
    .optional()
    .describe('An API key’s SID.'),
  api_key_secret: z.string().min(1).max(200).optional().describe('Its secret.'),
  messaging_service_sid: z
    .string()
    .regex(/^MG[0-9a-zA-Z]{1,64}$/, 'must be a Messaging Service’s SID like MG0123…')
    .optional()
    .describe('Sent with each message: the service that the sender belongs to.'),
};

type Fields = z.infer<z.ZodObject<typeof twilioFields>>;

/** An API key is its SID and its secret. */
function isWholeKey({ api_key_sid, api_key_secret }: Partial<Fields>): boolean {
  return (api_key_sid === undefined) === (api_key_secret === undefined);
}
const WHOLE_KEY = { path: ['api_key_secret'], message: 'give api_key_sid and api_key_secret together, or neither' };

/** A tenant's Twilio account. It is kept only in the secret store and never logged. */
export const twilioCredentials = z
  .object({
    ...twilioFields,
    /** The token before this one, and until when it checks signatures, too. */
    former_token: twilioFields.auth_token.optional(),
    former_until: z.iso.datetime().optional(),
  })
  .refine(isWholeKey, WHOLE_KEY);
export type TwilioCredentials = z.infer<typeof twilioCredentials>;

/** The same as a caller gives it. */
export const givenTwilioCredentials = z.strictObject(twilioFields).refine(isWholeKey, WHOLE_KEY);
