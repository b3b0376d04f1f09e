/** `npm start`: Herald on this machine until Ctrl-C. */
import * as z from 'zod';

import { readCommandLine } from '../admin/command-line.ts';
import { HERALD_DATA, senderRate, TWILIO_PAIRS, TWILIO_VARIABLES, twilioOf, wholeNumber } from '../admin/settings.ts';
import { apiKeySecret } from '../shared/tenancy/api-key.ts';
import { sender } from '../shared/sender/sender.ts';
import { ignoreClosedPipes } from './closed-pipe.ts';
import { endOnSignal } from './end-on-signal.ts';
import { failWith } from './failure-message.ts';
import { startHerald, type Herald } from './herald.ts';
import { ORDINARY_HABITS } from './twilio/habits.ts';

// The data holds credentials and people's numbers: only this user may read it.
process.umask(0o077);
ignoreClosedPipes(process.stdout, process.stderr);

const address = z
  .url({ protocol: /^https?$/ })
  .describe('an address like http://127.0.0.1:8000')
  .optional();
const { values: env } = readCommandLine({
  usage: 'npm start, without options: its settings are environment variables, see docs/operations.md',
  variables: {
    PORT: wholeNumber(0, 65_535).default(3000),
    HERALD_DATA,
    HERALD_API_KEY: apiKeySecret.optional(),
    SENDER_RATE: senderRate,
    SENDER_PHONE_NUMBER: sender.shape.phone_number.default('+14155238886'),
    PUBLIC_BASE_URL: address,
    DYNAMODB_ENDPOINT: address,
    STAND_IN_TASTES: z.enum(['own', 'none']).optional(),
    ...TWILIO_VARIABLES,
    TWILIO_API_BASE_URL: address,
  },
  pairs: TWILIO_PAIRS,
});

const credentials = twilioOf(env);
const started = performance.now();
const fail = failWith({
  port: env.PORT,
  dataDirectory: env.HERALD_DATA,
  dynamoDbEndpoint: env.DYNAMODB_ENDPOINT,
});
let herald: Herald | undefined;
endOnSignal(async () => {
  await herald?.close();
  return 0;
});
herald = await startHerald({
  dataDirectory: env.HERALD_DATA,
  port: env.PORT,
  senderRate: env.SENDER_RATE,
  apiKey: env.HERALD_API_KEY,
  publicBaseUrl: env.PUBLIC_BASE_URL?.replace(/\/+$/, ''),
  dynamoDbEndpoint: env.DYNAMODB_ENDPOINT,
  twilio: credentials && { credentials, baseUrl: env.TWILIO_API_BASE_URL, sender: env.SENDER_PHONE_NUMBER },
  ...(env.STAND_IN_TASTES && { standIn: { habits: ORDINARY_HABITS, tastes: env.STAND_IN_TASTES } }),
  onFailure: fail,
  log: (line) => console.log(line),
}).catch(fail);

console.log(`api key ${herald.tenant.api_key}`);
console.log(
  herald.standIn
    ? `provider: the stand-in at ${herald.standIn.url}`
    : `provider: ${env.TWILIO_API_BASE_URL ?? 'Twilio'}`,
);
console.log(
  `started in ${((performance.now() - started) / 1000).toFixed(1)} s; Ctrl-C ends it, the data stays in ${env.HERALD_DATA}`,
);
console.log(`console ${herald.url}/console/`);
console.log(`herald ready ${herald.url}`);
