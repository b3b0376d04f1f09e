import { expect, inject, test } from 'vitest';

import { recount } from '../../shared/analytics/recount.ts';
import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { caller, type Json } from '../support/api.ts';
import { reportOf, runCampaign, sentBy } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { tell } from '../support/inbound.ts';
import { numbers } from '../support/people.ts';
import { BUTTONS, tapsOf, TRACKED } from '../support/sent.ts';
import { post } from '../support/status-callback.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';

test('a report tells what was tapped, followed, called, written, stopped and bought, as a recount does', async () => {
  const tenant = await newTenant(herald);
  const people = await addCustomers(tenant, [...numbers(6), ...numbers(2, 'ignore')], { timezone: 'Asia/Kolkata' });
  const strangers = await addCustomers(tenant, numbers(1, 'failed'));
  const { id } = await runCampaign(tenant, {
    buttons: BUTTONS,
    target_criteria: { customer_ids: people.map((one) => one.id) },
  });
  const messages = new Map((await sentBy(tenant)).map((one) => [one.to, one]));
  const has = (customer: Json) => {
    const { sid, rendered } = messages.get(`whatsapp:${customer.phone_number}`)!;
    const [reply, link] = rendered.actions!;
    return { customer, OriginalRepliedMessageSid: sid, ButtonPayload: String(reply?.id), link: String(link?.url) };
  };
  const tap = (place: number, MessageSid: string) => {
    const { customer, OriginalRepliedMessageSid, ButtonPayload } = has(people[place]);
    const parameters = {
      MessageSid,
      OriginalRepliedMessageSid,
      ButtonPayload,
      ButtonText: 'Yes please',
      Body: 'Yes please',
    };
    return tell(tenant, { customer }, parameters);
  };
  const follow = (place: number, agent = BROWSER) =>
    fetch(has(people[place]).link, { redirect: 'manual', headers: { 'user-agent': agent } });
  const ring = (From: string, n: number) => {
    const form = new URLSearchParams({ CallSid: sid('CA', n), From, To: TRACKED.phone_number }).toString();
    return post(tenant, { path: `/webhooks/twilio/${tenant.id}/voice`, form });
  };
  const say = (place: number, Body: string) => tell(tenant, { customer: people[place] }, { Body });
  const buy = (place: number, conversion_reference_id: string, conversion_type = 'order') =>
    tenant.call('POST /v1/conversions', {
      body: { customer_id: people[place].id, conversion_type, conversion_reference_id },
    });

  // In no order, and every webhook twice.
  const answers = await Promise.all([
    ...[0, 1, 2, 3].flatMap((place) => [tap(place, sid('SM', place)), tap(place, sid('SM', place))]),
    tap(0, sid('SM', 10)),
    ...[2, 3, 3].map((place) => follow(place)),
    follow(4, 'WhatsApp/2.24.20.89 A'),
    ...[1, 1].map((n) => ring(people[3].phone_number, n)),
    ring(people[4].phone_number, 2),
    ring(strangers[0].phone_number, 3),
    ...[0, 0, 5].map((place) => say(place, 'Nice')),
    ...[6, 6, 1].map((place) => say(place, 'STOP')),
    say(7, 'HELP'),
    caller(herald.url)('GET /r/forged'),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => status >= 400)).toEqual([404]);
  const bought = await Promise.all([
    buy(0, 'A-1'),
    buy(0, 'A-1'),
    buy(3, 'A-2'),
    buy(3, 'A-3', 'appointment'),
    buy(7, 'A-4'),
  ]);
  expect(bought.map(({ body }) => body.attributed)).toEqual([true, true, true, true, false]);

  const button = (clicks: number, unique_customers: number) => ({ clicks, unique_customers });
  const report = await eventually(async () => {
    const found = await reportOf(tenant, id);
    expect(found.totals).toMatchObject({ recipients: 8, delivered: 8, read: 6, replied: 2, opted_out: 2 });
    expect(found.button_analytics).toMatchObject({
      total_clicks: 10,
      unique_customers: 5,
      click_through_rate: 5 / 8,
      conversions: 3,
      conversion_rate: 3 / 10,
      conversion_types: { order: 2, appointment: 1 },
      buttons: [button(5, 4), button(3, 2), button(2, 2)],
    });
    // Each is counted in a row of its own.
    const { by_hour, by_weekday_hour } = found.button_analytics;
    for (const clicks of [by_hour.map((one: Json) => one.clicks), by_weekday_hour.flat()])
      expect(clicks.reduce((sum: number, count: number) => sum + count, 0)).toBe(10);
    return found;
  });
  const { buttons, by_hour, by_weekday_hour } = report.button_analytics;
  expect(buttons.map((one: Json) => one.observed_by)).toEqual(['observed', 'redirect', 'call_tracking']);
  for (const { response_time } of buttons) expect(response_time.p50_seconds).toBeGreaterThanOrEqual(0);

  const { body: listed } = await tenant.call('GET /v1/campaigns?expand=totals');
  expect(listed.data[0].totals).toEqual({ ...report.totals, clicked: report.button_analytics.unique_customers });
  for (const [filter, count] of [
    ['reached=delivered', report.totals.delivered],
    ['reached=read', report.totals.read],
    ['replied=true', report.totals.replied],
    ['tapped=true', report.button_analytics.unique_customers],
    ['button=yes', buttons[0].unique_customers],
  ] as const) {
    const { body } = await tenant.call(`GET /v1/campaigns/${id}/messages?${filter}&count=true`);
    expect([body.data.length, body.count], filter).toEqual([count, { value: count, complete: true }]);
  }
  expect(report.settled_at).toBeNull();
  const table = tableOf(herald);
  const dated = await rollupStore(table).readDated(tenant.id, id);
  expect(Date.parse(dated.changed_at ?? '')).toBeGreaterThan(Date.now() - 3_600_000);
  const ledger = { messages: messageStore(table), interactions: interactionStore(table) };
  expect(await rollupStore(table).read(tenant.id, id)).toEqual(await recount(tenant.id, id, ledger));
  const taps = await tapsOf(tenant, id);
  expect(taps).toHaveLength(10);
  const hours = taps.map(({ clicked_at }) => new Date(clicked_at).getUTCHours());
  expect(by_hour.map((one: Json) => one.clicks)).toEqual(
    Array.from({ length: 24 }, (_, hour) => hours.filter((one) => one === hour).length),
  );
  // Kolkata is 5 h 30 min ahead, all year.
  const lived = taps.map(({ clicked_at }) => new Date(Date.parse(clicked_at) + 5.5 * 3600_000));
  for (const at of lived) expect(by_weekday_hour[(at.getUTCDay() + 6) % 7][at.getUTCHours()]).toBeGreaterThan(0);
});

function sid(prefix: 'SM' | 'CA', n: number): string {
  return prefix + String(n).padStart(32, '0');
}
