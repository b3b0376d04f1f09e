import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTenant } from '../../admin/create-tenant.ts';
import { local } from '../../lib/stage-settings.ts';
import { startStack, type LocalStack } from '../../local/stack.ts';
import { synthesize, type Synthesized } from '../../local/synthesize.ts';
import { caller, type Json } from '../support/api.ts';
import { numbers } from '../support/people.ts';

const log: string[] = [];
let folder: string;
let stack: LocalStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'herald-permissions-'));
  const synthesized = await synthesize(local, join(folder, 'build'));
  withdraw(synthesized, 'customer.delete', 'dynamodb:DeleteItem');
  stack = await startStack({ synthesized, dataDirectory: folder, port: 0, log: (line) => log.push(line) });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

test('a function does what its own policy allows, and nothing more', async () => {
  const { operator: access, outputs } = stack;
  const installation = { tableName: outputs['TableName']!, credentialsPrefix: outputs['CredentialsPrefix']!, access };
  const { api_key } = await createTenant(installation, { name: 'Bakery' });
  const call = caller(stack.url, api_key);
  const [phone_number] = numbers(1);
  const { body: customer } = await call('POST /v1/customers', { body: { phone_number } });

  const refused = await call(`DELETE /v1/customers/${customer.id}`);
  expect(refused.status).toBe(500);
  expect(Object.keys(refused.body).toSorted()).toEqual(['request_id', 'status', 'title', 'type']);
  expect(log.filter((line) => line.includes('AccessDenied') && line.includes(refused.body.request_id))).toHaveLength(1);
  expect((await call(`GET /v1/customers/${customer.id}`)).body).toEqual(customer);
});

/** Takes an action out of the policy of a function's role. */
function withdraw({ templates }: Synthesized, id: string, action: string): void {
  const resources: Json = Object.assign({}, ...Object.values(templates).map(({ Resources }) => Resources));
  const fn = Object.values<Json>(resources).find(({ Properties }) => Properties?.Description === id);
  const [{ PolicyDocument }] = resources[fn.Properties.Role['Fn::GetAtt'][0]].Properties.Policies;
  const granting = PolicyDocument.Statement.find(({ Action }: Json) => Action.includes(action));
  granting.Action = [granting.Action].flat().filter((one: string) => one !== action);
}
