import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

import type { StreamCalls } from '../../local/aws/services/dynamodb.ts';
import type { ChangeRecord } from '../../shared/platform/change-record.ts';
import { sdkRequests, tableBySdk } from '../../admin/sdk-table.ts';
import { tableCommands, type Item } from '../../shared/platform/table-commands.ts';
import type { Key } from '../../shared/platform/table.ts';
import { hasAgent, simulatedAgent } from './agent.ts';
import { faults as faultsOf, type Fault } from './faults.ts';
import type { Mutation } from './faulty-table.ts';
import { functions, type Stop } from './functions.ts';
import { seededIds } from './ids.ts';
import { examine, type Verdict } from './invariants.ts';
import { operators } from './operators.ts';
import { dynamoDbLoad } from './overload.ts';
import { people } from './people.ts';
import { experimentOf, fateOf, populate, recommendationOf, rulesOf, sendTimeOf, spendCapOf } from './population.ts';
import { simulatedProvider } from './provider.ts';
import { random } from './random.ts';
import { simulatedRecommender } from './recommender.ts';
import { scheduler } from './scheduler.ts';
import { simulatedQueue } from './queue.ts';
import { stateMachine } from './state-machine.ts';
import { simulatedStream } from './table-stream.ts';
import { simulatedWebhooks } from './webhooks.ts';

const START = Date.parse('2026-11-20T12:00:00.000Z');
/** Hours begin while faults still strike. */
const BEFORE_HOURS = Date.parse('2026-11-20T12:57:00.000Z');
const MAX_STEPS = 100_000;

/** The key of a message's row, as one text. */
const ROW = /^TENANT#(?<tenant>\w+)#CAMPAIGN#(?<campaign>\w+)#LANE#\d\d MESSAGE#(?<customer>\w+)$/;

export interface Outcome extends Verdict {
  readonly seed: number;
  readonly sends: number;
  readonly unknown: number;
  readonly steps: number;
  readonly injected: ReadonlyMap<Fault, number>;
  /** A line for each step, oldest first. */
  readonly trace: readonly string[];
  /** Equal for equal traces. */
  readonly hash: string;
}

export interface Database {
  readonly client: DynamoDBClient;
  readonly streams: StreamCalls;
  /** Creates a table with this name. @returns its stream */
  createTable(name: string): Promise<string>;
}

export interface WorldTerms {
  readonly mutation?: Mutation;
  /** How long the world may take until it is at rest. */
  readonly mostSteps?: number;
}

/** Runs one world until nothing is left to do, and examines its final state. */
export async function simulate(
  seed: number,
  database: Database,
  { mutation, mostSteps = MAX_STEPS }: WorldTerms = {},
): Promise<Outcome> {
  const roll = random(seed);
  const tableName = `world-${seed}-${crypto.randomUUID().slice(0, 8)}`;
  const arn = await database.createTable(tableName);
  const table = tableBySdk(tableName, database.client);
  const faults = faultsOf(random(seed + 1_000_000), random(seed + 4_000_000));
  const experiment = experimentOf(random(seed + 6_000_000));
  const isTest = experiment.experiment !== undefined;
  const timed = isTest ? {} : sendTimeOf(random(seed + 11_000_000));
  const start = timed.send_time ? BEFORE_HOURS : START;
  const world = scheduler(roll, faults, start);
  const loadFor = dynamoDbLoad(faults, random(seed + 5_000_000), world.now);
  const ids = seededIds(random(seed + 2_000_000), world.now);
  const counting = rulesOf(random(seed + 3_000_000));
  const rules = { ...counting, ...spendCapOf(random(seed + 12_000_000), counting) };
  const more = isTest ? experiment : { ...recommendationOf(random(seed + 7_000_000), ids), ...timed };
  const recommender = simulatedRecommender(random(seed + 8_000_000));
  const withAgent = hasAgent(random(seed + 9_000_000));
  const agent = simulatedAgent(random(seed + 10_000_000));
  const households = await populate(table, roll, ids, start, rules, more, withAgent);
  const trespasses: string[] = [];
  const denied = new Set<string>();
  const unfoldable: string[] = [];
  const stop: Stop = { since: undefined };
  const rowsAt = new Map<string, number>();
  const buying = random(seed + 14_000_000);
  /** The row of a message is there. Where conversions are counted, its person may buy something from then on. */
  const onPut = ({ pk, sk }: Key) => {
    const { tenant = '', campaign = '', customer = '' } = ROW.exec(`${pk} ${sk}`)?.groups ?? {};
    const who = `${campaign} ${customer}`;
    if (!customer || rowsAt.has(who)) return;
    rowsAt.set(who, world.now());
    if (isTest) void crowd.buy(tenant, customer, buying);
  };

  const webhooks = simulatedWebhooks(world, faults, roll);
  const crowd = people(
    world,
    faults,
    roll,
    households,
    () => herald,
    webhooks,
    (message) => provider.receive(message),
  );
  const provider = simulatedProvider(world, faults, roll, { fateOf, onStatus: crowd.onStatus });
  const machine = stateMachine(world, faults, roll, {
    open: (run) => herald.open(run),
    advance: (run) => herald.advance(run),
    close: (run) => herald.close(run),
  });
  const sends = simulatedQueue(world, faults, roll, {
    visibility: 180_000,
    mostReceives: 5,
    receive: (body, last) => herald.send(body, last),
    bury: (body) => burials.send(body, world.now()),
  });
  const others = { visibility: 360_000, mostReceives: 5 };
  const burials = simulatedQueue(world, faults, roll, {
    visibility: 180_000,
    mostReceives: 10,
    receive: (body, last) => herald.moveToDeadLetters(body, last),
  });
  const reconciles = simulatedQueue(world, faults, roll, {
    ...others,
    receive: (body, last) => herald.reconcile(body, last),
  });
  const recoveries = simulatedQueue(world, faults, roll, {
    ...others,
    receive: (body, last) => herald.recover(body, last),
  });
  const failures = simulatedQueue(world, faults, roll, {
    ...others,
    receive: (body, last) => herald.followUp(body, last),
  });
  const agents = simulatedQueue(world, faults, roll, {
    ...others,
    receive: (body, last) => herald.answer(body, last),
    bury: (body) => givenUpAnswers.send(body, world.now()),
  });
  const givenUpAnswers = simulatedQueue(world, faults, roll, {
    visibility: 180_000,
    mostReceives: 10,
    receive: (body, last) => herald.giveUp(body, last),
  });
  const changes: ChangeRecord[] = [];
  const source = { streams: database.streams, arn, onRecord: (record: ChangeRecord) => void changes.push(record) };
  const stream = simulatedStream(world, faults, roll, source, [
    { wants: ({ sk }) => /^((MESSAGE|INTERACTION)#|CHECKPOINT$)/.test(sk), handle: (records) => herald.fold(records) },
    {
      wants: (record) => wasTrouble(record) || isOfCampaign(record) || (withAgent && isTap(record)),
      handle: (records) => herald.publish(records),
    },
  ]);
  const herald = functions({
    world,
    roll,
    ids,
    commands: tableCommands(tableName, sdkRequests(database.client)),
    faults,
    terms: {
      mutation,
      onTrespass: (what) => trespasses.push(what),
      onDenied: (what) => denied.add(what),
      onWrite(put) {
        stream.wake();
        if (put) onPut(put);
      },
      loadFor,
    },
    accounts: new Map(households.map(({ tenant_id, account_sid }) => [tenant_id, account_sid])),
    queues: () => ({ sends, failures, reconciles, recoveries, agents }),
    machine: () => machine,
    requestsOf: provider.requestsOf,
    stop,
    recommender,
    agent,
    unfoldable,
  });

  const isSlow = Object.keys({ ...rules, ...experiment, ...timed }).length > 0;
  const control = operators(world, faults, roll, table, () => herald, isSlow);
  const calmAt = start + roll.pick([60_000, 300_000, 1_200_000]);
  for (const one of households.flatMap(({ campaigns }) => campaigns)) void control.run(one, calmAt);
  void control.restart(calmAt);
  void control.stopAll(stop, random(seed + 13_000_000));
  void control.sweep(calmAt);
  world.at(calmAt, () => faults.end());
  await world.go(() => world.steps < mostSteps && !control.gaveUp);

  const items = await scan(database.client, tableName);
  await database.client.send(new DeleteTableCommand({ TableName: tableName }));
  const verdict = examine({
    items,
    households,
    truth: provider.truth,
    taps: crowd.taps,
    words: crowd.words,
    purchases: crowd.purchases,
    rowsAt,
    optOuts: crowd.optOuts,
    cancelled: control.cancelled,
    abandoned: control.abandoned,
    replays: control.replays,
    trespasses,
    unfoldable,
    changes,
    said: recommender.said,
    unanswered: givenUpAnswers.givenUp,
    isMadeGood: faults.has('webhooks_down'),
    givenUp: burials.givenUp + reconciles.givenUp + failures.givenUp + recoveries.givenUp,
  });
  return {
    ...verdict,
    violations: [
      ...denied,
      ...verdict.violations,
      ...(world.steps < mostSteps ? [] : [`no rest after ${mostSteps} steps`]),
    ],
    seed,
    sends: provider.truth.created.length,
    unknown: items.filter(({ sk, status }) => String(sk).startsWith('MESSAGE#') && status === 'unknown').length,
    steps: world.steps,
    injected: faults.injected,
    trace: world.trace,
    hash: world.hash(),
  };
}

/** The changes that pass the filter of lib/constructs/event-publisher.ts and whose events the pipeline itself consumes. */
function wasTrouble({ sk, after }: ChangeRecord): boolean {
  const { status } = (after ?? {}) as { status?: string };
  return sk.startsWith('MESSAGE#') && ['unknown', 'failed', 'undelivered', 'retry'].includes(status ?? '');
}

/** What the same filter lets through, if only an agent has use for it. */
function isTap({ sk, before }: ChangeRecord): boolean {
  return sk.startsWith('INTERACTION#') && before === undefined;
}

/** What the same filter lets through for the audit. */
function isOfCampaign({ sk, after }: ChangeRecord): boolean {
  const { status } = (after ?? {}) as { status?: string };
  return sk === 'CAMPAIGN' && ['scheduled', 'sending', 'paused', 'completed'].includes(status ?? '');
}

async function scan(client: DynamoDBClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  const documents = DynamoDBDocumentClient.from(client);
  for await (const page of paginateScan({ client: documents }, { TableName })) items.push(...(page.Items ?? []));
  return items;
}
