import { prod } from '../../lib/stage-settings.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { patientTable } from '../../shared/platform/table-client.ts';
import type { Item } from '../../shared/platform/table-commands.ts';
import type { Key } from '../../shared/platform/table.ts';
import { simulatedAgent } from '../fault/agent.ts';
import type { Mutation } from '../fault/faulty-table.ts';
import { functions, type Functions } from '../fault/functions.ts';
import { random } from '../fault/random.ts';
import { simulatedRecommender } from '../fault/recommender.ts';
import type { Scheduler } from '../fault/scheduler.ts';
import { stateMachine } from '../fault/state-machine.ts';
import { ages, type Ages } from './ages.ts';
import { callMeter } from './call-meter.ts';
import { NO_FAULTS, NO_LOAD } from './calm.ts';
import { examine } from './examine.ts';
import { functionMeter } from './function-meter.ts';
import { countedIds } from './ids.ts';
import { memoryTable, type Written } from './memory-table.ts';
import { countedPeople } from './people.ts';
import { addTenant, type Tenant, type TenantTerms } from './population.ts';
import { countedProvider } from './provider.ts';
import { isCounted, isPublished } from './published.ts';
import { countedQueue } from './queue.ts';
import { runMeter } from './run-meter.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { countedStream } from './stream.ts';
import { tableMeter } from './table-meter.ts';
import { virtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE = 60_000;
/** A campaign may take three times as long as its rate permits, and two hours. */
const PATIENCE = { times: 3, more: 120 * MINUTE };
/** Timeouts and attempts of the queues, as in lib/constructs/queue-consumer.ts. */
const VISIBILITY = { sends: 180_000, others: 360_000 };
const MOST_RECEIVES = 5;

/** The large campaign, and two smaller ones of other tenants that begin when it does and while it runs. */
export function tenantsOf({ customers, rate }: Pick<SimulationOptions, 'customers' | 'rate'>): TenantTerms[] {
  const share = (part: number) => Math.max(10, Math.round(customers * part));
  const seconds = customers / rate;
  return [
    { name: 'large', customers, rate, begins: 0 },
    { name: 'second', customers: share(0.05), rate: Math.min(80, rate), begins: 0 },
    { name: 'third', customers: share(0.02), rate: Math.min(20, rate), begins: Math.round(seconds * 250) },
  ];
}

/**
 * Sends the campaigns in virtual time, and examines and counts what they left behind.
 * @param mutation a guard that is taken away, to see that it is missed
 */
export async function simulateScale(
  options: SimulationOptions,
  onProgress: (text: string) => void = () => undefined,
  mutation?: Mutation,
) {
  const began = performance.now();
  const roll = random(options.seed);
  // Filled in below: the clock counts what functions do, and what they do takes time by the clock.
  let now = () => START;
  const meters = {
    table: tableMeter(() => now()),
    functions: functionMeter(() => now()),
    calls: callMeter(),
    runs: runMeter(),
  };
  const world = clockOf(options, meters, () => roll.between(0.6, 1.4));
  now = world.now;

  let isRunning = true;
  const made: ((key: Key) => Item | undefined)[] = [];
  const written: Item[] = [];
  let onWrite = ({ after }: Written): void => {
    if (after) written.push(after);
  };
  const table = memoryTable({
    onWrite: (one) => onWrite(one),
    onRead: (read) => {
      // The recount at the end reads everything at once.
      if (isRunning) meters.table.read(read);
    },
    onRefusal: (refused) => meters.table.refuse(refused),
    made: (key) => {
      for (const make of made) {
        const item = make(key);
        if (item) return item;
      }
      return undefined;
    },
  });
  const plain = patientTable(table.commands, { pause: async () => undefined, now: world.now });
  const ids = countedIds(world.now);
  const tenants: Tenant[] = [];
  for (const [place, terms] of tenantsOf(options).entries()) {
    const rows = () => written;
    const added = await addTenant(terms, place, { table: plain, rows, seed: table.seed, ids, now: START });
    tenants.push(added.tenant);
    made.push(added.made);
  }
  onProgress(`${tenants.reduce((sum, { customers }) => sum + customers, 0).toLocaleString('en')} customers are there`);
  meters.table.reset();

  const queueAges: Record<string, Ages> = { sends: ages(), failures: ages(), fold: ages(), publish: ages() };
  const queueOf = (
    name: string,
    concurrency: number,
    visibility: number,
    receive: (body: string) => ReturnType<Functions['send']>,
  ) =>
    countedQueue(world, roll, {
      ...{
        visibility,
        concurrency,
        mostReceives: MOST_RECEIVES,
        mostLate: options['queue-late-ms'],
        redelivered: options.redelivered / 1000,
      },
      ages: (queueAges[name] ??= ages()),
      receive,
    });
  const sends = queueOf('sends', prod.senderConcurrency, VISIBILITY.sends, (body) => herald.send(body, true));
  const failures = queueOf('failures', prod.eventConcurrency, VISIBILITY.others, (body) => herald.followUp(body, true));
  const reconciles = queueOf('reconciles', prod.eventConcurrency, VISIBILITY.others, (body) =>
    herald.reconcile(body, true),
  );
  const recoveries = queueOf('recoveries', prod.eventConcurrency, VISIBILITY.others, (body) =>
    herald.recover(body, true),
  );
  const agents = queueOf('agents', prod.eventConcurrency, VISIBILITY.others, (body) => herald.answer(body, true));

  const stream = countedStream(world, options.shards, [
    {
      ...{ wants: isCounted, batchSize: 2_000, window: prod.rollupWindowSeconds * 1000, ages: queueAges['fold']! },
      handle: (records) => herald.fold(records),
    },
    {
      ...{ wants: isPublished, batchSize: 100, window: 0, ages: queueAges['publish']! },
      handle: (records) => herald.publish(records),
    },
  ]);
  onWrite = (one) => {
    meters.table.write(one);
    stream.write(one);
  };

  const people = countedPeople(world, roll, () => herald);
  const provider = countedProvider(world, roll, tenants, people.onStatus);
  const machine = stateMachine(
    world,
    NO_FAULTS,
    roll,
    meters.runs.watched({
      open: (run) => herald.open(run),
      advance: (run) => herald.advance(run),
      close: (run) => herald.close(run),
    }),
  );
  const problems: string[] = [];
  const unfoldable: string[] = [];
  const herald = functions({
    world,
    roll,
    ids,
    commands: table.commands,
    faults: NO_FAULTS,
    terms: {
      mutation,
      onTrespass: (what) => problems.push(what),
      onDenied: (what) => problems.push(what),
      onWrite: () => undefined,
      loadFor: () => NO_LOAD,
    },
    accounts: new Map(tenants.map(({ tenant_id, account_sid }) => [tenant_id, account_sid])),
    queues: () => ({ sends, failures, reconciles, recoveries, agents }),
    machine: () => machine,
    requestsOf: provider.requestsOf,
    recommender: simulatedRecommender(roll),
    agent: simulatedAgent(roll),
    unfoldable,
  });

  const statusOf = async ({ tenant_id, campaign }: Tenant) =>
    (await campaignStore(plain).get(tenant_id, campaign.id))?.status;
  const ended = new Map<Tenant, number>();
  const longest = Math.max(...tenants.map(({ customers, rate, begins }) => begins + (customers / rate) * 1000));
  const patience = START + longest * PATIENCE.times + PATIENCE.more;

  async function begin(tenant: Tenant): Promise<void> {
    await world.until(START + tenant.begins);
    const { kind } = await herald.begin('execute', tenant.campaign);
    if (kind !== 'done') problems.push(`${tenant.name}: its campaign could not be executed`);
  }

  async function watch(): Promise<void> {
    while (ended.size < tenants.length && world.now() < patience) {
      await world.until(world.now() + MINUTE);
      await herald.sweep();
      for (const tenant of tenants)
        if (!ended.has(tenant) && (await statusOf(tenant)) === 'completed') ended.set(tenant, world.now());
      onProgress(progress(world, tenants, provider, began));
    }
  }

  for (const tenant of tenants) void begin(tenant);
  void watch();
  await world.go(() => world.now() < patience + PATIENCE.more);
  isRunning = false;
  const lasted = world.now() - START;
  const usage = { ...meters.table.units, sqs_requests: meters.calls.queueCalls };
  for (const queue of [sends, failures, reconciles, recoveries, agents]) {
    usage.sqs_requests += queue.requests;
    if (queue.givenUp > 0) problems.push(`a queue gave ${queue.givenUp} messages up`);
  }
  for (const tenant of tenants) if (!ended.has(tenant)) problems.push(`${tenant.name}: its campaign has not ended`);
  for (const [name, { failed, late }] of meters.functions.uses) {
    if (late > 0) problems.push(`${name} ran into its timeout ${late} times`);
    // A chunk that comes twice fails while the first one is being sent: the queue delivers it again.
    if (failed > 0 && name !== 'send') problems.push(`${name} failed ${failed} times`);
  }
  problems.push(...unfoldable);
  onProgress('everything is at rest; counting the ledger again');

  const results = [];
  for (const tenant of tenants)
    results.push(await examine(tenant, { table: plain, truth: provider.truthOf(tenant), did: people.doneBy(tenant) }));
  problems.push(...results.flatMap((one) => one.problems));
  return {
    options,
    tenants,
    results,
    truths: tenants.map(provider.truthOf),
    problems,
    /** Milliseconds of the world's time, and of this machine's. */
    lasted,
    took: performance.now() - began,
    usage,
    meters,
    ages: queueAges,
    collections: [...table.collections()],
    start: START,
  };
}

export type Simulated = Awaited<ReturnType<typeof simulateScale>>;

interface Meters {
  readonly functions: ReturnType<typeof functionMeter>;
  readonly calls: ReturnType<typeof callMeter>;
}

function clockOf(options: SimulationOptions, { functions, calls }: Meters, jitter: () => number): Scheduler {
  const milliseconds: Record<string, number> = {
    provider: options['provider-ms'],
    queue: options['queue-ms'],
    table: options['table-ms'],
  };
  return virtualTime({
    start: START,
    callTakes: (label) => milliseconds[calls.kindOf(label)]! * jitter(),
    functionTakes: (name) => {
      const records = /^(?:fold|publish)\((\d+)\)/.exec(name)?.[1];
      return (records ? (Number(records) * options['record-us']) / 1000 : options['function-ms']) * jitter();
    },
    onCall: calls.count,
    onBegin: functions.begin,
    onEnd: functions.end,
  });
}

function progress(
  world: Scheduler,
  tenants: readonly Tenant[],
  { truthOf }: ReturnType<typeof countedProvider>,
  began: number,
): string {
  const sent = tenants.map((tenant) => truthOf(tenant).sent);
  const minutes = Math.round((world.now() - START) / MINUTE);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  const seconds = Math.round((performance.now() - began) / 1000);
  return `minute ${minutes}: ${sent.map((count) => count.toLocaleString('en')).join(' + ')} sent; ${memory} MB, ${seconds} s`;
}
