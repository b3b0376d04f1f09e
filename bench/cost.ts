import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { campaignStore } from '../shared/campaign/campaign.store.ts';
import { installedTable } from '../admin/sdk-table.ts';
import { laneLooks } from './lane-looks.ts';
import { begin, importPeople, reachable } from './campaign.ts';
import { PRICES, UNITS, type Unit } from './prices.ts';
import { logMeter, TRANSITION_LINES, usageOfHerald, type FunctionUse, type Usage } from './usage.ts';
import { withHerald } from './with-herald.ts';

const RATE = 80;
const MILLION = 1_000_000;
/** The first one warms up the functions; the difference of the others is the cost of customers, the rest that of a run. */
const SIZES = { warmUp: 40, small: 400, large: 2_000 };
const CAMPAIGN = readFileSync(join(import.meta.dirname, '../examples/campaign.json'), 'utf8');
const EVERYONE_READS = { failed: 0, undelivered: 0, blocked: 0, read: 1, disorder: 0, duplicate: 0 };

/** What a campaign to a million customers costs on AWS: units counted in a small run, beside their prices. */
export async function benchCost(sizes = SIZES): Promise<void> {
  const meter = logMeter();
  const standIn = { behaviour: EVERYONE_READS, rules: { closed_windows: true } };
  await withHerald({ senderRate: RATE, standIn, log: meter.log }, async (herald) => {
    const used = () => usageOfHerald(herald, meter.read());
    const call = apiClient(herald.url, herald.tenant.api_key);
    const people = reachable(sizes.large);
    const grow = (from: number, to: number) => importPeople(call, people.slice(from, to));

    await grow(0, sizes.warmUp);
    await campaign(herald);
    await grow(sizes.warmUp, sizes.small);
    const small = await difference(used, () => campaign(herald));
    const importing = await difference(used, () => grow(sizes.small, sizes.large));
    await herald.stack.streamIdle();
    const large = await difference(used, () => campaign(herald));
    print(small, large, importing, sizes);
  });
}

/** Sends one campaign to all customers and waits until every status is counted. */
async function campaign({ url, tenant, stack, standIn, installation }: Herald): Promise<void> {
  const { id } = await begin(apiClient(url, tenant.api_key), CAMPAIGN);
  // Read past the API, so that polling is not in the bill.
  const campaigns = campaignStore(installedTable(installation));
  while ((await campaigns.get(tenant.tenant_id, id))?.status === 'sending') await sleep(500);
  await standIn?.settled();
  await stack.streamIdle();
}

async function difference(used: () => Usage, work: () => Promise<void>): Promise<Usage> {
  const before = used();
  await work();
  const after = used();
  return {
    units: Object.fromEntries(UNITS.map((unit) => [unit, after.units[unit] - before.units[unit]])) as Usage['units'],
    functions: after.functions.map((use, place) => minus(use, before.functions[place]!)),
  };
}

function minus(after: FunctionUse, before: FunctionUse): FunctionUse {
  return {
    id: after.id,
    invocations: after.invocations - before.invocations,
    milliseconds: after.milliseconds - before.milliseconds,
    gigabyte_seconds: after.gigabyte_seconds - before.gigabyte_seconds,
  };
}

function print(small: Usage, large: Usage, importing: Usage, sizes: typeof SIZES): void {
  const more = sizes.large - sizes.small;
  const [few, many] = [withoutLooks(small), withoutLooks(large)];
  const perCustomer = (unit: Unit) => Math.max(0, many[unit] - few[unit]) / more;
  const looks = laneLooks(MILLION, RATE);
  const times = looks / lookOf(large).invocations;
  const perRun = (unit: Unit) =>
    Math.max(0, many[unit] - perCustomer(unit) * sizes.large) + (large.units[unit] - many[unit]) * times;
  const rows = UNITS.map((unit) => {
    const { what, usd } = PRICES[unit];
    const million = perCustomer(unit) * MILLION;
    return { what, usd, million, run: perRun(unit), cost: million * usd, runCost: perRun(unit) * usd };
  });
  const total = (column: 'cost' | 'runCost') => rows.reduce((sum, row) => sum + row[column], 0);
  console.log(
    `one run of ${sizes.large} customers at ${RATE}/s, all delivered and read, against one of ${sizes.small}: what they differ by is per customer, the rest is per run, with ${looks} looks at its lanes in the ${(MILLION / RATE / 3600).toFixed(1)} hours that a million take`,
  );
  console.table(
    Object.fromEntries(
      rows.map(({ what, usd, million, run, cost, runCost }) => [
        what,
        {
          'per million': short(million),
          'per run': short(run),
          'USD each': usd,
          'USD per million': cost.toFixed(2),
          'USD per run': runCost.toFixed(4),
        },
      ]),
    ),
  );
  console.log(
    `a million customers: ${total('cost').toFixed(2)} USD, and ${total('runCost').toFixed(4)} USD for the run itself`,
  );
  const imported = UNITS.reduce((sum, unit) => sum + importing.units[unit] * PRICES[unit].usd, 0);
  console.log(
    `importing them, once: ${((imported * MILLION) / more).toFixed(2)} USD, ${(importing.units.write_units / more).toFixed(2)} write units a customer`,
  );
  printFunctions(large.functions, sizes.large);
  console.log(
    'Milliseconds are of this machine; a sender’s are mostly the slot it waits for and spaces its messages over. At other rates chunks differ: of 40 messages from 40/s on, of one second’s below.',
  );
  console.log('Not in it: storage and backups, looks of event sources at empty queues and what Twilio and Meta ask.');
}

/** The number of passes through lanes depends on a run's duration, not on its customers, so they are counted separately. */
function withoutLooks(usage: Usage): Usage['units'] {
  const { invocations, gigabyte_seconds } = lookOf(usage);
  const { units } = usage;
  return {
    ...units,
    transitions: 0,
    log_gigabytes: units.log_gigabytes - (units.transitions * TRANSITION_LINES) / 1e9,
    invocations: units.invocations - invocations,
    gigabyte_seconds: units.gigabyte_seconds - gigabyte_seconds,
  };
}

function lookOf({ functions }: Usage): FunctionUse {
  return functions.find(({ id }) => id === 'lane.advance')!;
}

function printFunctions(functions: readonly FunctionUse[], customers: number): void {
  const used = functions.filter(({ invocations }) => invocations > 0);
  console.table(
    used
      .toSorted((a, b) => b.gigabyte_seconds - a.gigabyte_seconds)
      .map(({ id, invocations, milliseconds, gigabyte_seconds }) => ({
        function: id,
        invocations,
        ms_each: Math.round(milliseconds / invocations),
        gb_seconds: Number(gigabyte_seconds.toFixed(2)),
        usd_per_million_customers: Number(
          (
            ((invocations * PRICES.invocations.usd + gigabyte_seconds * PRICES.gigabyte_seconds.usd) * MILLION) /
            customers
          ).toFixed(2),
        ),
      })),
  );
}

function short(count: number): string {
  return count >= 100 ? Math.round(count).toLocaleString('en') : count.toPrecision(3);
}
