import * as z from 'zod';

import { fromJson } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { parsedJson } from '../platform/json.ts';

/** What each queue of dead letters holds, by whose work it was: what somebody loses by one, until it is run again. */
export const DEAD_LETTERS = {
  'chunk.bury': { name: 'Chunks of messages', loss: 'The people in them get no message.' },
  'reply.dispatch': { name: 'Answers to taps', loss: 'Whoever tapped gets no answer, tag or opt-out by it.' },
  'agent.answer': {
    name: 'Taps for an agent',
    loss: 'Whoever tapped gets neither the agent’s answer nor the fallback, and no report says so yet.',
  },
  'webhook.fan_out': { name: 'Events', loss: 'Your webhook endpoints, or members of alerts, have not heard of them.' },
  'webhook.deliver': {
    name: 'Deliveries to webhooks',
    loss: 'Your endpoints have not got them. Replay the deliveries.',
  },
  'failure.follow_up': {
    name: 'Messages that failed',
    loss: 'Nobody was suppressed or opted out because of them, and no campaign was paused.',
  },
  'message.reconcile': {
    name: 'Messages with an unknown outcome',
    loss: 'Their outcome stays unknown until the campaign is replayed.',
  },
  'callbacks.recover': { name: 'Missing news of messages', loss: 'Reports, replies and opt-outs may lag behind.' },
  'job.run': { name: 'Jobs', loss: 'Look at the jobs that have failed, and repeat what began them.' },
  'events.handle': { name: 'Events', loss: 'What should have followed from them has not.' },
  'events.publish': { name: 'Changes', loss: 'No event tells of them: a tap among them gets no answer.' },
  'events.unrouted': { name: 'Events', loss: 'Nothing has followed from them.' },
  'rollup.fold': { name: 'Counts', loss: 'Reports are wrong by them until they are counted again.' },
  'schedules.undelivered': { name: 'Schedules', loss: 'A campaign may begin some minutes late.' },
} as const;
export type DeadLetterQueue = keyof typeof DEAD_LETTERS;
const queues = Object.keys(DEAD_LETTERS) as [DeadLetterQueue, ...DeadLetterQueue[]];

/** The dead letters of one tenant in one queue, as they were last seen. */
export const deadLetters = z.object({
  tenant_id: idOf('ten'),
  queue: z.enum(queues),
  /** By which the stream's filter knows it. */
  status: z.literal('failed'),
  /** How many were seen: of a long queue a look shows a part. */
  count: z.number().int().min(1),
  since: z.iso.datetime(),
  seen_at: z.iso.datetime(),
});
export type DeadLetters = z.infer<typeof deadLetters>;

/** How long (milliseconds) dead letters count that no look has shown again: a look every five minutes may miss some. */
export const SEEN_FOR = 30 * 60_000;

export function areStill({ seen_at }: Pick<DeadLetters, 'seen_at'>, now: number): boolean {
  return Date.parse(seen_at) >= now - SEEN_FOR;
}

/** A queue's message, what the bus could not hand on, what a shared queue held, or a change that nobody could read. */
const letter = z
  .union([
    z.object({ tenant_id: z.string() }).transform(({ tenant_id }) => tenant_id),
    z.object({ detail: z.object({ tenant_id: z.string() }) }).transform(({ detail }) => detail.tenant_id),
    z.object({ event: z.object({ tenant_id: z.string() }) }).transform(({ event }) => event.tenant_id),
    z.object({ pk: z.string().startsWith('TENANT#') }).transform(({ pk }) => pk.split('#', 2)[1]),
  ])
  .pipe(idOf('ten'));

/** Whose work a dead letter was; undefined where its body names nobody, as Lambda's description of a batch does. */
export function tenantOf(body: string): string | undefined {
  return letter.safeParse(parsedJson(body)).data;
}

/** The addresses of the queues that a stage has, as a variable holds them. */
export const deadLetterUrls = fromJson(z.partialRecord(z.enum(queues), z.url()));

/** The queues of dead letters, which are looked into and left as they are. */
export interface DeadLetterQueues {
  readonly names: readonly DeadLetterQueue[];
  /** The bodies of some of its messages, each once. */
  look(queue: DeadLetterQueue): Promise<string[]>;
}
