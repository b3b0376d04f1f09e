/** `npm start`: Herald on this machine until Ctrl-C. */
import * as z from 'zod';

import { apiKeySecret } from '../shared/tenancy/api-key.ts';
import { twilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { sender } from '../shared/sender/sender.ts';
import { ignoreClosedPipes } from './closed-pipe.ts';
import { startHerald } from './herald.ts';
import { startFailure } from './start-failure.ts';

// The data holds credentials and people's numbers: only this user may read it.
process.umask(0o077);
ignoreClosedPipes(process.stdout, process.stderr);

const settings = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HERALD_DATA: z.string().min(1).default('.herald'),
    HERALD_API_KEY: apiKeySecret.optional(),
    SENDER_RATE: z.coerce.number().pipe(sender.shape.rate).default(80),
    SENDER_PHONE_NUMBER: sender.shape.phone_number.default('+14155238886'),
    PUBLIC_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    DYNAMODB_ENDPOINT: z.url().optional(),
    TWILIO_ACCOUNT_SID: twilioCredentials.shape.account_sid.optional(),
    TWILIO_AUTH_TOKEN: twilioCredentials.shape.auth_token.optional(),
    TWILIO_API_BASE_URL: z.url().optional(),
  })
  .refine((variables) => (variables.TWILIO_ACCOUNT_SID === undefined) === (variables.TWILIO_AUTH_TOKEN === undefined), {
    path: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    message: 'set both or neither',
  })
  // An empty variable counts as not set.
  .safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')));

if (!settings.success) {
  for (const { path, message } of settings.error.issues) console.error(`${path.join(', ')}: ${message}`);
  process.exit(2);
}

const env = settings.data;
const started = performance.now();
const herald = await startHerald({
  dataDirectory: env.HERALD_DATA,
  port: env.PORT,
  senderRate: env.SENDER_RATE,
  apiKey: env.HERALD_API_KEY,
  publicBaseUrl: env.PUBLIC_BASE_URL?.replace(/\/+$/, ''),
  dynamoDbEndpoint: env.DYNAMODB_ENDPOINT,
  twilio:
    env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN
      ? {
          credentials: { account_sid: env.TWILIO_ACCOUNT_SID, auth_token: env.TWILIO_AUTH_TOKEN },
          baseUrl: env.TWILIO_API_BASE_URL,
          sender: env.SENDER_PHONE_NUMBER,
        }
      : undefined,
  log: (line) => console.log(line),
}).catch((error: unknown) => {
  console.error(startFailure(error, { port: env.PORT, dataDirectory: env.HERALD_DATA }));
  process.exit(1);
});

console.log(`api key ${herald.tenant.api_key}`);
console.log(
  herald.standIn
    ? `provider: the stand-in at ${herald.standIn.url}`
    : `provider: ${env.TWILIO_API_BASE_URL ?? 'Twilio'}`,
);
console.log(
  `started in ${((performance.now() - started) / 1000).toFixed(1)} s; Ctrl-C ends it, the data stays in ${env.HERALD_DATA}`,
);
console.log(`herald ready ${herald.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void herald.close().then(() => process.exit(0));
  });
}
