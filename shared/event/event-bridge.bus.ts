import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

import type { Pause } from '../platform/backoff.ts';
import { log } from '../platform/log.ts';
import { systemPause } from '../platform/system-clock.ts';
import { EVENT_SOURCE, type DomainEvent, type EventBus } from './domain-event.ts';

/** EventBridge accepts ten entries per request, 256 KB in total. */
const BATCH = 10;
const BATCH_BYTES = 262_144;
/** After these, the caller fails and its event source delivers the batch again. */
const TRIES = 3;
/** How long it waits before another try, in milliseconds. */
const WAIT = 200;

export function eventBridgeBus(EventBusName: string, pause: Pause = systemPause): EventBus {
  const client = new EventBridgeClient();

  async function putBatch(entries: readonly PutEventsRequestEntry[]): Promise<void> {
    let pending = [...entries];
    for (let tried = 0; tried < TRIES && pending.length > 0; tried += 1) {
      if (tried > 0) await pause(WAIT * tried);
      const { Entries: outcomes = [] } = await client.send(new PutEventsCommand({ Entries: pending }));
      pending = pending.filter((_, place) => !outcomes[place]?.EventId);
      if (pending.length > 0) log('queue.throttled', { count: 1 });
    }
    if (pending.length > 0)
      throw new Error(`EventBridge did not accept ${pending.length} of ${entries.length} events.`);
  }

  return {
    async put(events) {
      const entries = events.map((event) => entry(EventBusName, event));
      for (const batch of batches(entries)) await putBatch(batch);
    },
  };
}

function entry(EventBusName: string, event: DomainEvent): PutEventsRequestEntry {
  const { type, timestamp } = event;
  return {
    EventBusName,
    Source: EVENT_SOURCE,
    DetailType: type,
    Detail: JSON.stringify(event),
    Time: new Date(timestamp),
  };
}

function* batches(entries: readonly PutEventsRequestEntry[]): Generator<PutEventsRequestEntry[]> {
  let batch: PutEventsRequestEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = entryBytes(entry);
    if (batch.length === BATCH || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** As AWS counts: the time is 14 bytes, and the name of the bus does not count. */
function entryBytes({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return 14 + Buffer.byteLength(Source + DetailType + Detail);
}
