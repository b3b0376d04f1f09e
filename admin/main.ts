/**
 * `npm run admin -- <command>`: tasks that no tenant may do. Works on the local Herald of HERALD_DATA, or with
 * `--stage dev` on a deployed stage in the environment's AWS account.
 */
import { parseArgs } from 'node:util';

import * as z from 'zod';

import { twilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { sender } from '../shared/sender/sender.ts';
import { tenant } from '../shared/tenancy/tenant.ts';
import { createTenant } from './create-tenant.ts';
import { deployedInstallation, localInstallation } from './installation.ts';
import { recountCampaign } from './recount-campaign.ts';

const USAGE = `npm run admin -- create-tenant --name X [--sender +15551234567 --rate 80] [--stage dev]
npm run admin -- recount --tenant ten_… --campaign cmp_… [--stage dev]

create-tenant stores TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN of its environment as the tenant's credentials when both are set.`;

const OPTIONS = {
  name: { type: 'string' },
  sender: { type: 'string' },
  rate: { type: 'string', default: '80' },
  tenant: { type: 'string' },
  campaign: { type: 'string' },
  stage: { type: 'string' },
} as const;

const newTenant = z.object({
  name: tenant.shape.name,
  sender: sender.shape.phone_number.optional(),
  rate: z.coerce.number().pipe(sender.shape.rate),
});

function parseArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch {
    return { values: {} as Partial<Record<keyof typeof OPTIONS, string>>, positionals: [] };
  }
}

const { values, positionals } = parseArguments();
const installation = () =>
  values.stage ? deployedInstallation(values.stage) : localInstallation(process.env['HERALD_DATA'] ?? '.herald');

async function run(command: string | undefined): Promise<object | undefined> {
  if (command === 'create-tenant') {
    const parsed = newTenant.safeParse(values);
    if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
    const { name, sender: phone_number, rate } = parsed.data;
    const { TWILIO_ACCOUNT_SID: account_sid, TWILIO_AUTH_TOKEN: auth_token } = process.env;
    return createTenant(await installation(), {
      name,
      credentials: account_sid && auth_token ? twilioCredentials.parse({ account_sid, auth_token }) : undefined,
      sender: phone_number ? { phone_number, rate } : undefined,
    });
  }
  if (command === 'recount' && values.tenant && values.campaign)
    return recountCampaign(await installation(), values.tenant, values.campaign);
  return undefined;
}

try {
  const answer = await run(positionals[0]);
  if (answer) console.log(JSON.stringify(answer));
  else console.error(USAGE);
  process.exitCode = answer ? 0 : 2;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
