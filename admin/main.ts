/**
 * `npm run admin -- <command>`: tasks that no tenant may do. Works on the local Herald of HERALD_DATA, or with
 * `--stage dev` on a deployed stage in the environment's AWS account.
 */
import * as z from 'zod';

import { idOf } from '../shared/platform/ids.ts';
import { sender } from '../shared/sender/sender.ts';
import { tenant } from '../shared/tenancy/tenant.ts';
import { member, memberEmail } from '../shared/tenancy/member.ts';
import { role } from '../shared/tenancy/role.ts';
import { SCOPES } from '../shared/contract/scope.ts';
import { apiKey } from '../shared/tenancy/api-key.ts';
import { afterRestore } from './after-restore/after-restore.ts';
import { createKey, listKeys, revokeKey } from './api-keys.ts';
import { readCommandLine } from './command-line.ts';
import { examine } from './doctor/doctor.ts';
import { createTenant } from './create-tenant.ts';
import { deployedInstallation, localInstallation } from './installation.ts';
import { inviteMember } from './invite-member.ts';
import { migrate } from './migrate.ts';
import { recountCampaign } from './recount-campaign.ts';
import { removeTenant } from './remove-tenant/remove-tenant.ts';
import { QUOTA_OPTIONS, quotasOf, setQuotas } from './set-quotas.ts';
import {
  HERALD_DATA,
  keyExpiry,
  pastTime,
  scopeList,
  senderRate,
  TWILIO_PAIRS,
  TWILIO_VARIABLES,
  twilioOf,
} from './settings.ts';
import { switchSending } from './switch-sending.ts';
import { deployedPool } from './user-pool.ts';

const CREATE_TENANT = 'npm run admin -- create-tenant --name X [--sender +15551234567 --rate 80] [--stage dev]';
const AFTER_RESTORE =
  'npm run admin -- after-restore --table herald-restored --restored-to 2026-12-24T08:30:00Z --stage dev';
const REMOVE_TENANT = "npm run admin -- remove-tenant --tenant ten_… [--confirm 'Its name'] [--stage dev]";
const RECOUNT = 'npm run admin -- recount --tenant ten_… --campaign cmp_… [--repair] [--stage dev]';
const MIGRATE = 'npm run admin -- migrate [--stage dev]';
const SET_QUOTAS =
  'npm run admin -- set-quotas --tenant ten_… [--requests-per-second 200 --active-campaigns 100 --senders 50 …] [--stage dev]';
const CREATE_KEY =
  'npm run admin -- create-key --tenant ten_… --name X [--scopes campaigns:read,analytics:view] [--expires-at 2027-01-31T09:00:00Z] [--stage dev]';
const LIST_KEYS = 'npm run admin -- list-keys --tenant ten_… [--stage dev]';
const DOCTOR = 'npm run admin -- doctor --tenant ten_… [--stage dev]';
const REVOKE_KEY = 'npm run admin -- revoke-key --tenant ten_… --key key_… [--stage dev]';
const STOP_SENDING = 'npm run admin -- stop-sending [--stage dev]';
const RESUME_SENDING = 'npm run admin -- resume-sending [--stage dev]';
const INVITE =
  'npm run admin -- invite --tenant ten_… --email ana@example.com --role viewer|analyst|editor|sender|admin [--name Ana] --stage dev';
const USAGE = `${CREATE_TENANT}
${CREATE_KEY}
${LIST_KEYS}
${REVOKE_KEY}
${INVITE}
${DOCTOR}
${RECOUNT}
${SET_QUOTAS}
${STOP_SENDING}
${RESUME_SENDING}
${MIGRATE}
${AFTER_RESTORE}
${REMOVE_TENANT}

doctor checks credentials, senders, webhooks, public address, templates and limits, and says what to do.
invite makes somebody a member, and a user of the stage's own user pool (cognito), who is mailed a password.
stop-sending keeps every message of every tenant from going out, until resume-sending.
recount compares a campaign's counters with its messages and taps; with --repair it corrects them.
after-restore makes a restored table ready for use: docs/operations.md says what comes before it, and after.
remove-tenant removes a tenant with everything that it has, and proves it; without --confirm it says what to do first.
create-tenant stores TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN of its environment as the tenant's credentials when both are set.`;

const stage = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/)
  .describe('the name of a stage, like dev or prod')
  .optional();
const tenantId = idOf('ten').describe('an id like ten_01J…');

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
        pairs: TWILIO_PAIRS,
      },
      args,
    );
    const { name, sender: phone_number, rate } = values;
    return createTenant(await installation(values), {
      name,
      credentials: twilioOf(values),
      sender: phone_number ? { phone_number, rate } : undefined,
    });
  },

  async 'create-key'(args) {
    const name = apiKey.shape.name.describe('a text of up to 200 characters');
    const scopes = scopeList.default([...SCOPES]);
    const options = { tenant: tenantId, name, scopes, 'expires-at': keyExpiry, stage };
    const { values } = readCommandLine({ usage: CREATE_KEY, options, variables: { HERALD_DATA } }, args);
    const { tenant: tenant_id, 'expires-at': expires_at } = values;
    const wish = { tenant_id, name: values.name, scopes: values.scopes, ...(expires_at && { expires_at }) };
    return createKey(await installation(values), wish);
  },

  async 'list-keys'(args) {
    const options = { tenant: tenantId, stage };
    const { values } = readCommandLine({ usage: LIST_KEYS, options, variables: { HERALD_DATA } }, args);
    return listKeys(await installation(values), values.tenant);
  },

  async 'revoke-key'(args) {
    const options = { tenant: tenantId, key: idOf('key').describe('an id like key_01J…'), stage };
    const { values } = readCommandLine({ usage: REVOKE_KEY, options, variables: { HERALD_DATA } }, args);
    return revokeKey(await installation(values), values.tenant, values.key);
  },

  async invite(args) {
    const options = {
      tenant: tenantId,
      email: memberEmail.describe('an e-mail address like ana@example.com'),
      role: role.exclude(['custom']).describe('viewer, analyst, editor, sender or admin'),
      name: member.shape.name.describe('a text of up to 200 characters'),
      // People of a Herald on this machine sign in with a key.
      stage: stage.unwrap(),
    };
    const { values } = readCommandLine({ usage: INVITE, options }, args);
    const { tenant: tenant_id, email, name } = values;
    const pool = await deployedPool(values.stage);
    return inviteMember(await deployedInstallation(values.stage), { tenant_id, email, role: values.role, name }, pool);
  },

  async doctor(args) {
    const options = { tenant: tenantId, stage };
    const { values } = readCommandLine({ usage: DOCTOR, options, variables: { HERALD_DATA } }, args);
    const examined = await examine(await installation(values), values.tenant);
    if (!examined.ok) process.exitCode = 1;
    return examined;
  },

  async recount(args) {
    const { values } = readCommandLine(
      {
        usage: RECOUNT,
        options: {
          tenant: tenantId,
          campaign: idOf('cmp').describe('an id like cmp_01J…'),
          repair: z.boolean().default(false),
          stage,
        },
        variables: { HERALD_DATA },
      },
      args,
    );
    return recountCampaign(await installation(values), values.tenant, values.campaign, values);
  },

  async 'set-quotas'(args) {
    const { values } = readCommandLine(
      { usage: SET_QUOTAS, options: { ...QUOTA_OPTIONS, tenant: tenantId, stage }, variables: { HERALD_DATA } },
      args,
    );
    return setQuotas(await installation(values), values.tenant, quotasOf(values));
  },

  async 'stop-sending'(args) {
    const { values } = readCommandLine({ usage: STOP_SENDING, options: { stage }, variables: { HERALD_DATA } }, args);
    return switchSending(await installation(values), 'stopped');
  },

  async 'resume-sending'(args) {
    const { values } = readCommandLine({ usage: RESUME_SENDING, options: { stage }, variables: { HERALD_DATA } }, args);
    return switchSending(await installation(values), 'on');
  },

  async 'after-restore'(args) {
    const options = {
      table: z.string().min(3).max(255).describe('the name of the restored table'),
      'restored-to': pastTime,
      // A Herald on this machine is restored by a copy of its folder.
      stage: stage.unwrap(),
    };
    const { values } = readCommandLine({ usage: AFTER_RESTORE, options }, args);
    const deployed = await deployedInstallation(values.stage);
    return afterRestore({ ...deployed, tableName: values.table }, values['restored-to']);
  },

  async 'remove-tenant'(args) {
    const confirm = tenant.shape.name.optional().describe('the name of the tenant');
    const options = { tenant: tenantId, confirm, stage };
    const { values } = readCommandLine({ usage: REMOVE_TENANT, options, variables: { HERALD_DATA } }, args);
    return removeTenant(await installation(values), values.tenant, { confirm: values.confirm });
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
