/** Provokes the failures of the catalogue in docs/operations.md, and sees the metric of each move at `/metrics`. */
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { LOG_EVENTS } from '../../shared/platform/log-events.ts';
import { MAX_DEFERRALS } from '../../shared/send/decide-chunk.ts';
import { caller } from '../support/api.ts';
import { chunkOf, queueByHand } from '../support/by-hand.ts';
import {
  addCampaign,
  beginWithoutRun,
  reached,
  runCampaign,
  startCampaign,
  totalsReached,
} from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald } from '../support/herald.ts';
import { startIssuer, tokenOf } from '../support/issuer.ts';
import { numbers } from '../support/people.ts';
import { sentTo } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { visit } from '../support/taps.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const lines: string[] = [];
const { close: closeIssuer, ...issuer } = await startIssuer();
const oidc = { issuer: issuer.issuer, audience: issuer.audience, jwksUrl: issuer.jwksUrl };
const herald = await startTestHerald({
  settings: { oidc, reconcileAfterSeconds: [1, 2, 3], sweepPatienceSeconds: 1, privateWebhookTargets: true },
  log: (line) => lines.push(line),
});
afterEach(() => {
  herald.standIn.faults.clear();
  herald.stack.faults.clear();
});
afterAll(async () => {
  await herald.close();
  await closeIssuer();
});

/** A line of Prometheus' text format: a name, labels, a number. */
const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (-?[\d.e+]+)$/;

/** The samples by name and labels, without the stage. @throws Error for a line that no Prometheus would take */
async function scraped(): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${herald.url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const samples = new Map<string, number>();
  const typed = new Map<string, string>();
  for (const line of (await answer.text()).trimEnd().split('\n').filter(Boolean)) {
    const [, kind, of = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === 'TYPE') typed.set(of, rest);
    if (kind) continue;
    const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
    expect(line).toMatch(SAMPLE);
    expect(typed.get(name.replace(/_(sum|count)$/, '')) ?? typed.get(name), line).toMatch(/^(counter|summary)$/);
    expect(labels).toContain('stage="local"');
    const own = labels.replace(/,?stage="local",?/, '').replaceAll('"', '');
    samples.set([name, own].filter(Boolean).join(' '), Number(value));
  }
  return samples;
}

/** Does something, and waits until these samples are greater than they were. */
async function moves(samples: readonly string[], act: () => Promise<unknown>): Promise<void> {
  const before = await scraped();
  await act();
  await eventually(async () => {
    const now = await scraped();
    for (const sample of samples) expect(now.get(sample) ?? 0, sample).toBeGreaterThan(before.get(sample) ?? 0);
  });
}

const outcome = (name: string) => `herald_messages_total outcome=${name}`;

describe('sending', () => {
  test('messages count by their outcomes, those that fail by their class as well', async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, [...numbers(2), ...numbers(1, 'failed')]);
    const [, none] = numbers(4).slice(2);
    await addCustomers(tenant, [none!], { consent: { status: 'opted_out', source: 'test' } });
    const fails = 'herald_failures_total class=bad_recipient';
    const outcomes = ['accepted', 'delivered', 'read', 'failed', 'skipped'].map(outcome);
    await moves([...outcomes, fails, 'herald_slots_used_total'], () =>
      runCampaign(tenant, { target_criteria: { all: true } }),
    );
  });

  test('"slow down" is a throttle, and costs slots', async () => {
    const tenant = await newTenant(herald, { rate: 4 });
    await addCustomers(tenant, 4);
    herald.standIn.faults.creates('throttle');
    await moves(['herald_throttles_total where=provider', 'herald_slots_missed_total reason=slower'], () =>
      startCampaign(tenant),
    );
  });

  test('a chunk that comes after its slot misses it', async () => {
    const tenant = await newTenant(herald);
    const customers = await addCustomers(tenant, 1);
    const campaign = await beginWithoutRun(tenant);
    const chunk = { ...chunkOf(campaign, customers), late: MAX_DEFERRALS - 1, slot_at: Date.now() - 60_000 };
    await moves(['herald_slots_missed_total reason=late'], () => queueByHand(herald, chunk));
  });

  test('an answer that is lost is an unknown outcome, which is found', async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, numbers(1, 'ignore'));
    herald.standIn.faults.creates('drop after');
    // One that came before the sender has seen that its answer is lost would leave nothing unknown.
    herald.standIn.faults.cutWebhooks(true);
    await moves([outcome('unknown'), 'herald_unknowns_settled_total'], () => startCampaign(tenant));
  });

  test('a request that is lost is one that nobody finds', async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, 1);
    herald.standIn.faults.creates('drop before');
    await moves([outcome('unknown'), 'herald_unknowns_left_total'], () => startCampaign(tenant));
  });
});

describe('campaigns', () => {
  test('one that Herald pauses counts by the reason', async () => {
    const tenant = await newTenant(herald, { credentials: null });
    await addCustomers(tenant, 1);
    await moves(['herald_campaigns_paused_total reason=credentials_missing'], () => startCampaign(tenant));
  });

  test('one that lacks an approval is counted when it is to be sent', async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, 1);
    expect((await tenant.call('PATCH /v1/tenant', { body: { approval_above: 0 } })).status).toBe(200);
    const { id } = await addCampaign(tenant);
    await moves(['herald_approvals_missing_total'], async () => {
      expect((await tenant.call(`POST /v1/campaigns/${id}/execute`)).body.code).toBe('campaign.unapproved');
    });
  });

  test('one that a member approves is counted, and one that they may not is none', async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, 1);
    const { id } = await addCampaign(tenant);
    const email = 'ben@example.com';
    expect((await tenant.call('POST /v1/members', { body: { email, role: 'sender', name: 'Ben' } })).status).toBe(200);
    const ben = caller(herald.url, await tokenOf(issuer, { sub: 'ben', email, email_verified: true }));
    const approve = async (who: typeof ben) => {
      const seen = (await who(`GET /v1/campaigns/${id}`)).headers.get('etag') ?? '';
      return (await who(`POST /v1/campaigns/${id}/approve`, { headers: { 'if-match': seen } })).status;
    };
    const given = 'herald_approvals_given_total';
    const before = (await scraped()).get(given) ?? 0;
    await moves([given], async () => expect([await approve(tenant.call), await approve(ben)]).toEqual([403, 200]));
    expect((await scraped()).get(given)).toBe(before + 1);
  });

  test('a run that died is revived', async () => {
    const tenant = await newTenant(herald, { rate: 1 });
    await addCustomers(tenant, 20);
    await moves(['herald_runs_revived_total'], async () => {
      const { id, run } = await startCampaign(tenant);
      await reached(tenant, id, 'sending');
      const machine = herald.stack.outputs['RunStateMachineArn'] ?? '';
      const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${id}-${run}`;
      const states = new SFNClient(herald.stack.operator);
      await states.send(new StopExecutionCommand({ executionArn }));
      states.destroy();
    });
  });
});

describe('the table, the queues and the API', () => {
  test('a table that is too busy is a throttle of its own, and of the caller who is told to wait', async () => {
    const tenant = await newTenant(herald);
    herald.stack.faults.add({
      service: 'dynamodb',
      caller: herald.stack.functionArn('customer.list'),
      when: 'before',
      action: 'error',
      status: 400,
      code: 'ProvisionedThroughputExceededException',
    });
    await moves(['herald_throttles_total where=storage', 'herald_throttles_total where=api'], async () => {
      expect((await tenant.call('GET /v1/customers')).status).toBe(503);
    });
  });

  test('work that fails is delivered again', async () => {
    const tenant = await newTenant(herald);
    const customers = await addCustomers(tenant, 1);
    const campaign = await beginWithoutRun(tenant);
    const chunk = chunkOf(campaign, customers);
    herald.stack.faults.add({
      service: 'dynamodb',
      operation: 'GetItem',
      caller: herald.stack.functionArn('chunk.send'),
      when: 'before',
      action: 'error',
      status: 400,
      code: 'ValidationException',
      times: 1,
    });
    await moves(['herald_retries_total of=delivery'], () => queueByHand(herald, chunk));
  });

  test('a webhook that nobody takes is tried again', async () => {
    const tenant = await newTenant(herald);
    const { body } = await tenant.call('POST /v1/webhook-endpoints', { body: { url: 'http://127.0.0.1:9/none' } });
    await moves(['herald_retries_total of=webhook'], async () => {
      expect((await tenant.call(`POST /v1/webhook-endpoints/${body.id}/test`)).status).toBeLessThan(300);
    });
  });

  test('a webhook without the provider’s signature is refused', async () => {
    const { id } = await newTenant(herald);
    await moves(['herald_webhook_refusals_total'], async () => {
      const forged = { method: 'POST', body: new URLSearchParams({ MessageStatus: 'read' }) };
      expect((await fetch(`${herald.url}/webhooks/twilio/${id}/status?m=x`, forged)).status).toBe(403);
    });
  });

  test('counters that are wrong are found by the daily recount', async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, 3);
    const { id } = await runCampaign(tenant);
    await totalsReached(tenant, id, { recipients: 3 });
    const row = { pk: `TENANT#${tenant.id}#CAMPAIGN#${id}`, sk: 'ROLLUP#totals#00' };
    await tableOf(herald).update(row, { add: { accepted: 1 } });
    await moves(['herald_counters_wrong_total family=totals', 'herald_counters_checked_total'], () =>
      herald.stack.runtime.invoke(herald.stack.functionArn('rollup.check'), {}),
    );
    const told = lines.filter((line) => line.includes('"counters.wrong"')).map((line) => JSON.parse(line) as object);
    expect(told).toMatchObject([{ tenant_id: tenant.id, campaign_id: id, lane: 0, code: 'totals', count: 1 }]);
  });

  test('a tap has a time until the report has it', async () => {
    const sent = await sentTo(await newTenant(herald));
    await moves(['herald_tap_to_report_milliseconds_count'], () => visit(herald, sent.link));
  });
});

test('whoever comes through a tunnel is told no metrics', async () => {
  const answer = await fetch(`${herald.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  expect(answer.status).toBe(404);
});

/** Events of work that is for many tenants at once, or for none. */
const OF_MANY = new Set([
  ...['rollup.folded', 'rollup.unfoldable', 'messages.counted', 'unknowns.settled', 'taps.counted'],
  ...[
    'events.published',
    'event.unpublishable',
    'failures.published',
    'storage.throttled',
    'queue.throttled',
    'counters.checked',
  ],
]);

describe('the log of all this', () => {
  const logged = () =>
    lines.filter((line) => line.includes('"event":')).map((line) => JSON.parse(line) as Record<string, unknown>);

  test('has the request’s id in each line, and the tenant’s unless it is of many', () => {
    const known = logged().filter(({ event }) => String(event) in LOG_EVENTS);
    expect(known.length).toBeGreaterThan(100);
    expect(known.filter(({ request_id }) => typeof request_id !== 'string')).toEqual([]);
    const refused = new Set(
      known.filter(({ event }) => event === 'webhook.refused').map(({ request_id }) => request_id),
    );
    const withoutTenant = known.filter(
      ({ event, tenant_id, route, request_id, status }) =>
        tenant_id === undefined &&
        !OF_MANY.has(String(event)) &&
        // Nobody knows who asks for a document, who forges a webhook or who was told to wait before they were known.
        !refused.has(request_id) &&
        route !== 'openapi.read' &&
        status !== 401 &&
        status !== 503 &&
        event !== 'request.throttled',
    );
    expect(withoutTenant).toEqual([]);
  });

  test('has the campaign’s in each line of a chunk, and the message’s where it is about one', () => {
    const of = (name: string) => logged().filter(({ event }) => event === name);
    for (const { campaign_id, chunk_id } of of('chunk.sent')) {
      expect(campaign_id).toMatch(/^cmp_/);
      expect(chunk_id).toMatch(/^chk_/);
    }
    for (const { campaign_id, customer_id } of of('request.answered').filter(
      ({ route, status }) => route === 'webhook.status' && status !== 403,
    )) {
      expect(campaign_id).toMatch(/^cmp_/);
      expect(customer_id).toMatch(/^cus_/);
    }
    const settled = [...of('message.unknown'), ...of('message.reconciled')];
    expect(settled).not.toEqual([]);
    for (const { message_id, campaign_id } of settled) {
      expect(message_id).toMatch(/^msg_/);
      expect(campaign_id).toMatch(/^cmp_/);
    }
  });

  test('names nobody: no number and no key of any of them', () => {
    expect(lines.filter((line) => line.includes('"event":') && /\+3363998|\bhk_[A-Za-z0-9]/.test(line))).toEqual([]);
  });
});
