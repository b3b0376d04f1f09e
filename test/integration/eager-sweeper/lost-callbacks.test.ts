import { afterEach, expect, test } from 'vitest';

import { reached, sentBy, startCampaign, totalsReached, reportOf } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { newTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

afterEach(() => herald.stack.faults.clear());

const sweep = () => herald.stack.runtime.invoke(herald.stack.functionArn('campaign.sweep'), {});

/** Every webhook of the provider is answered with 500, until the faults are cleared. */
function endWebhooks(): void {
  for (const id of ['webhook.status', 'webhook.inbound'])
    herald.stack.faults.add({
      caller: herald.stack.functionArn(id),
      when: 'before',
      action: 'error',
      status: 400,
      code: 'AccessDeniedException',
    });
}

test('what became of messages is asked for when no status callback came through', async () => {
  const tenant = await newTenant(herald);
  const people = [...numbers(30), ...numbers(3, 'ignore'), ...numbers(2, 'failed'), ...numbers(2, 'blocked')];
  const body = ['phone_number,consent', ...people.map((number) => `${number},opted_in`)].join('\n');
  expect((await tenant.call('POST /v1/customers/import', { body, type: 'text/csv' })).body.imported).toBe(37);
  endWebhooks();
  const { id } = await startCampaign(tenant);
  await reached(tenant, id, 'completed');
  await herald.standIn.settled();
  expect((await reportOf(tenant, id)).totals).toMatchObject({
    accepted: 37,
    sent: 0,
    delivered: 0,
    read: 0,
    failed: 0,
  });

  herald.stack.faults.clear();
  await eventually(async () => {
    await sweep();
    expect((await reportOf(tenant, id)).totals.read).toBe(30);
  }, 60_000);
  const report = await totalsReached(tenant, id, {
    ...{ recipients: 37, accepted: 35, sent: 35, delivered: 33, read: 30, failed: 2 },
    ...{ skipped: 0, unknown: 0 },
  });
  expect(report.failures).toMatchObject([{ error_code: '63024', count: 2 }]);
  expect(await sentBy(tenant)).toHaveLength(37);
}, 120_000);
