import { afterEach, expect, test } from 'vitest';

import { reached, sentBy, startCampaign, totalsReached, reportOf } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

afterEach(() => herald.standIn.faults.clear());

const sweep = () => herald.stack.runtime.invoke(herald.stack.functionArn('campaign.sweep'), {});

/** A person writes to the tenant's sender. */
async function writes({ served, sender_number }: TestTenant, from: string, words: string): Promise<void> {
  const response = await fetch(`${served.providerUrl}/_stand-in/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ writes: { from, to: sender_number, words } }),
  });
  expect(await response.json()).toEqual({ webhook: 'ct' });
}

test('after an outage of the webhooks, the report is what the provider knows, and every STOP is kept', async () => {
  const tenant = await newTenant(herald);
  const readers = numbers(30);
  const people = [...readers, ...numbers(3, 'ignore'), ...numbers(2, 'failed'), ...numbers(2, 'blocked')];
  const body = ['phone_number,consent', ...people.map((number) => `${number},opted_in`)].join('\n');
  expect((await tenant.call('POST /v1/customers/import', { body, type: 'text/csv' })).body.imported).toBe(37);
  herald.standIn.faults.cutWebhooks(true);
  const { id } = await startCampaign(tenant, { buttons: [{ id: 'yes', type: 'reply', title: 'Yes' }] });
  await reached(tenant, id, 'completed');
  for (const number of readers.slice(0, 3)) await writes(tenant, number, 'Stop!');
  await writes(tenant, readers[3]!, 'How much is it?');
  await herald.standIn.settled();
  const unheard = { accepted: 37, sent: 0, delivered: 0, read: 0, failed: 0, replied: 0, opted_out: 0 };
  expect((await reportOf(tenant, id)).totals).toMatchObject(unheard);

  herald.standIn.faults.clear();
  const truth = {
    ...{ recipients: 37, accepted: 35, sent: 35, delivered: 33, read: 30, failed: 2 },
    ...{ skipped: 0, unknown: 0, replied: 1, opted_out: 3 },
  };
  await eventually(async () => {
    await sweep();
    expect((await reportOf(tenant, id)).totals).toMatchObject(truth);
  });
  expect((await reportOf(tenant, id)).failures).toMatchObject([{ error_code: '63024', count: 2 }]);
  expect(await sentBy(tenant)).toHaveLength(37);
  const again = await startCampaign(tenant);
  await reached(tenant, again.id, 'completed');
  expect((await totalsReached(tenant, again.id, { read: 27 })).skipped).toMatchObject({ opted_out: 3 });
});
