/**
 * `npm run admin -- <command>`: tasks that no tenant may do. Works on the local Herald of HERALD_DATA, or with
 * `--stage dev` on a deployed stage in the environment's AWS account.
 */
import * as z from 'zod';

import { idOf } from '../shared/platform/ids.ts';
import { sender } from '../shared/sender/sender.ts';
import { tenant } from '../shared/tenancy/tenant.ts';
import { readCommandLine } from './command-line.ts';
import { createTenant } from './create-tenant.ts';
import { deployedInstallation, localInstallation } from './installation.ts';
import { migrate } from './migrate.ts';
import { recountCampaign } from './recount-campaign.ts';
import { HERALD_DATA, senderRate, TWILIO_PAIR, TWILIO_VARIABLES } from './settings.ts';

const CREATE_TENANT = 'npm run admin -- create-tenant --name X [--sender +15551234567 --rate 80] [--stage dev]';
const RECOUNT = 'npm run admin -- recount --tenant ten_… --campaign cmp_… [--stage dev]';
const MIGRATE = 'npm run admin -- migrate [--stage dev]';
const USAGE = `${CREATE_TENANT}
${RECOUNT}
${MIGRATE}

create-tenant stores TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN of its environment as the tenant's credentials when both are set.`;

const stage = z.enum(['dev', 'prod']).describe('dev or prod').optional();

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = {
  async 'create-tenant'(args) {
    const { values } = readCommandLine(
      {
        usage: CREATE_TENANT,
        options: {
          name: tenant.shape.name.describe('a text of up to 200 characters'),
          sender: sender.shape.phone_number.optional(),
          rate: senderRate,
          stage,
        },
        variables: { HERALD_DATA, ...TWILIO_VARIABLES },
        pairs: [TWILIO_PAIR],
      },
      args,
    );
    const { name, sender: phone_number, rate, TWILIO_ACCOUNT_SID: account_sid, TWILIO_AUTH_TOKEN: auth_token } = values;
    return createTenant(await installation(values), {
      name,
      credentials: account_sid && auth_token ? { account_sid, auth_token } : undefined,
      sender: phone_number ? { phone_number, rate } : undefined,
    });
  },

  async recount(args) {
    const { values } = readCommandLine(
      {
        usage: RECOUNT,
        options: {
          tenant: idOf('ten').describe('an id like ten_01J…'),
          campaign: idOf('cmp').describe('an id like cmp_01J…'),
          stage,
        },
        variables: { HERALD_DATA },
      },
      args,
    );
    return recountCampaign(await installation(values), values.tenant, values.campaign);
  },

  async migrate(args) {
    const { values } = readCommandLine({ usage: MIGRATE, options: { stage }, variables: { HERALD_DATA } }, args);
    return migrate(await installation(values));
  },
};

function installation(values: { readonly stage?: string | undefined; readonly HERALD_DATA: string }) {
  return values.stage ? deployedInstallation(values.stage) : localInstallation(values.HERALD_DATA);
}

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) {
  if (name) console.error(`There is no command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`);
  console.error(USAGE);
  process.exit(2);
}
try {
  console.log(JSON.stringify(await command(args)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
