import { createServer } from 'node:http';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { inviteMember } from '../../../admin/invite-member.ts';
import { cognitoPool } from '../../../admin/user-pool.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { memberIdOf } from '../../../shared/tenancy/member.ts';
import { memberStore } from '../../../shared/tenancy/member.store.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { TABLE_NAME, testTable } from '../../support/dynamodb.ts';
import { START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const installation = () => ({
  ...{ tableName: TABLE_NAME, credentialsPrefix: '' },
  access: opened.access,
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = readonly [status: number, body: object];
const refused = (name: string): Answer => [400, { __type: name, message: 'No.' }];

/** Cognito, which answers so, in this order. @returns the pool, and what was asked of it */
async function answering(...answers: readonly Answer[]) {
  const left = [...answers];
  const asked: { operation: string; body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    asked.push({ operation, body: JSON.parse(body) });
    const [status, answer] = left.shift() ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  const { port } = server.address() as { port: number };
  const access = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return { asked, pool: cognitoPool('eu-west-1_pool', 'https://console.example/console/', access) };
}

async function tenantWith() {
  const tenant_id = ids.next('ten');
  const at = timestamp(START);
  await tenantStore(opened.table).add({ id: tenant_id, name: 'Shop', created_at: at, updated_at: at });
  const email = `${tenant_id.slice(-10).toLowerCase()}@example.com`;
  const invite = (pool: Parameters<typeof inviteMember>[2], role: 'editor' | 'admin' = 'editor') =>
    inviteMember(installation(), { tenant_id, email, role, name: 'Ana' }, pool);
  const member = () => memberStore(opened.table).get(tenant_id, memberIdOf(tenant_id, email));
  return { tenant_id, email, invite, member };
}

test('whoever is invited becomes a member, and a user whose address counts as verified', async () => {
  const { email, invite, member } = await tenantWith();
  const { pool, asked } = await answering([200, { User: {} }]);
  expect(await invite(pool)).toEqual({
    ...{ member_id: (await member())!.id, email, role: 'editor' },
    ...{ user: 'mailed', console_url: 'https://console.example/console/' },
  });
  expect(await member()).toMatchObject({ email, role: 'editor', name: 'Ana', alerts: false });
  expect(asked).toEqual([
    {
      operation: 'AdminCreateUser',
      body: {
        UserPoolId: 'eu-west-1_pool',
        Username: email,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
      },
    },
  ]);
});

test('whoever has not used the first password is mailed another one, and whoever has is left alone', async () => {
  const { invite } = await tenantWith();
  const exists = refused('UsernameExistsException');
  const waiting = await answering(exists, [200, { UserStatus: 'FORCE_CHANGE_PASSWORD' }], [200, { User: {} }]);
  expect(await invite(waiting.pool)).toMatchObject({ user: 'mailed_again' });
  expect(waiting.asked.at(-1)).toMatchObject({ operation: 'AdminCreateUser', body: { MessageAction: 'RESEND' } });
  const known = await answering(exists, [200, { UserStatus: 'CONFIRMED' }]);
  expect(await invite(known.pool)).toMatchObject({ user: 'known' });
  expect(known.asked.map(({ operation }) => operation)).toEqual(['AdminCreateUser', 'AdminGetUser']);
});

test('a refusal says what to do, and running it again goes on from there', async () => {
  const { invite, member } = await tenantWith();
  const full = await answering(refused('LimitExceededException'));
  expect((await thrown(() => invite(full.pool))).message).toMatch(
    /LimitExceededException\)\. Cognito mails no more today/,
  );
  expect(await member()).toBeDefined();
  const again = await answering([200, { User: {} }]);
  expect(await invite(again.pool)).toMatchObject({ user: 'mailed' });
});

test('nobody is given another role by an invitation, and nobody is invited for a tenant that is none', async () => {
  const { invite, member, email } = await tenantWith();
  const first = await answering([200, { User: {} }]);
  await invite(first.pool);
  const other = await answering();
  expect((await thrown(() => invite(other.pool, 'admin'))).message).toMatch(
    /with the role editor: change it with PATCH/,
  );
  expect([other.asked, (await member())?.role]).toEqual([[], 'editor']);
  const nowhere = { tenant_id: ids.next('ten'), email, role: 'viewer' as const };
  expect((await thrown(() => inviteMember(installation(), nowhere, other.pool))).message).toMatch(/no tenant/);
  expect(other.asked).toEqual([]);
});
