import { expect, test } from 'vitest';

import { erasePerson, type ErasurePorts } from '../../../shared/erasure/erase-person.ts';
import type { StepResult } from '../../../shared/job/job-kind.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Range } from '../../../shared/platform/page.ts';
import { campaignOf, START } from '../fixtures.ts';

const SETTLES = 120_000;

const CHOOSING = [{ key: 'writers', when: { last_wrote_within_days: 7 }, message_content: 'You wrote.' }];

/** A tenant with so many campaigns, every third of which never began and the second chooses at planning, and so many that were removed. */
function tenantWith(count: number, withLinked = false) {
  const all = Array.from({ length: count }, (_, n) => campaignOf({ run: n % 3, contents: n === 1 ? CHOOSING : [] }));
  const removed = Array.from({ length: count }, () => ids.next('cmp'));
  const happened: unknown[][] = [];
  const cut = <Item>(items: readonly Item[], { limit, after }: Range) => {
    const from = Number(after?.['from'] ?? 0);
    return {
      items: items.slice(from, from + limit),
      last: from + limit < items.length ? { from: from + limit } : undefined,
    };
  };
  /** Gives its data back in two parts. */
  const twoParts = (name: string) => async (_: string, customer: string, after: unknown) => {
    happened.push([name, customer, after]);
    return after ? undefined : { more: name };
  };
  const ports: ErasurePorts = {
    campaigns: {
      page: async (_, __, range) => cut(all, range),
      removedPage: async (_, range) => cut(removed, range),
    },
    choices: {
      async forget(_, campaigns, customer) {
        if (campaigns.length > 0) happened.push(['choices', customer, campaigns]);
      },
    },
    customers: { forget: twoParts('consents') },
    deliveries: { forget: twoParts('deliveries'), indexByCustomer: async () => undefined },
    erasureSettlesAfter: SETTLES,
    inbounds: { forget: twoParts('inbounds') },
    interactions: { forget: twoParts('interactions') },
    messages: {
      async forget(_, campaigns, customer) {
        happened.push(['messages', customer, campaigns]);
      },
    },
    webhookEndpoints: { page: async () => ({ items: [], last: undefined }), change: async () => undefined },
  };
  const customer_id = ids.next('cus');
  const linked = ids.next('cus');
  const kind = erasePerson(ports);
  const job = {
    tenant_id: ids.next('ten'),
    input: { customer_ids: withLinked ? [customer_id, linked] : [customer_id] },
  };

  /** Takes steps until the job ends. @returns when each may begin, where it says so */
  async function run(): Promise<(number | undefined)[]> {
    const waits: (number | undefined)[] = [];
    let next: StepResult['next'];
    do {
      // As the record keeps it.
      const position = next && (JSON.parse(JSON.stringify(next)) as typeof next);
      const result = await kind.step({ ...job, ...(position && { position }) }, START);
      waits.push(result.not_before);
      next = result.next;
    } while (next && waits.length < 1_000);
    return waits;
  }
  const begun = all.filter(({ run }) => run > 0).map(({ id }) => id);
  return { run, happened, begun, removed, customer_id, linked };
}

test.each([0, 7, 250])(
  'of %i campaigns, those that began forget the person, and those removed since',
  async (count) => {
    const { run, happened, begun, removed, customer_id } = tenantWith(count);
    await run();
    const parts = happened.filter(([name]) => name === 'messages').map(([, , campaigns]) => campaigns as string[]);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(100);
    // In each of the two passes.
    expect(parts.flat()).toEqual([...begun, ...removed, ...begun, ...removed]);
    expect(new Set(happened.map(([, customer]) => customer))).toEqual(new Set([customer_id]));
  },
);

test('what was chosen of them is looked for where contents are chosen at planning', async () => {
  const { run, happened, begun, removed } = tenantWith(7);
  await run();
  const parts = happened.filter(([name]) => name === 'choices').map(([, , campaigns]) => campaigns as string[]);
  const [first = ''] = begun;
  expect(parts.flat()).toEqual([first, ...removed, first, ...removed]);
});

test('whoever is linked to the person is forgotten in the same way', async () => {
  const { run, happened, customer_id, linked } = tenantWith(7, true);
  await run();
  const of = (id: string) => happened.filter(([, customer]) => customer === id).map(([part, , rest]) => [part, rest]);
  expect(of(linked)).toEqual(of(customer_id));
  expect(of(linked)).not.toEqual([]);
});

test('each part is gone through to its end, from where the step before left it', async () => {
  const { run, happened, customer_id } = tenantWith(0);
  await run();
  for (const name of ['consents', 'inbounds', 'interactions', 'deliveries']) {
    const pass = [
      [name, customer_id, undefined],
      [name, customer_id, { more: name }],
    ];
    expect(happened.filter(([part]) => part === name)).toEqual([...pass, ...pass]);
  }
});

test('between the passes it waits, once, for those who had read the customer', async () => {
  const { run } = tenantWith(0);
  const waits = await run();
  expect(waits.filter((wait) => wait !== undefined)).toEqual([START + SETTLES]);
  expect(waits.indexOf(START + SETTLES)).toBe(waits.length / 2 - 1);
});
