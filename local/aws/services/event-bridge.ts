import { randomUUID } from 'node:crypto';

import { eventDelivery } from './event-bridge/delivery.ts';
import { entryError, eventOf, parseEntries, type Entry } from './event-bridge/entry.ts';
import type { EventRule } from './event-bridge/rule.ts';
import { arn, ServiceError, type AwsService } from './service.ts';
import type { SqsService } from './sqs.ts';

export type { BusEvent, EventRule, EventTarget } from './event-bridge/rule.ts';

export interface EventBridge extends AwsService {
  createBus(name: string): void;
  /** @throws Error when its bus does not exist */
  addRule(rule: EventRule): void;
}

/** EventBridge: PutEvents, and rules that deliver to queues. */
export function eventBridge({ sqs, now = Date.now }: { sqs: SqsService; now?: () => number }): EventBridge {
  const buses = new Map<string, EventRule[]>([['default', []]]);
  const deliver = eventDelivery(sqs);

  async function put(entry: Entry): Promise<object> {
    const error = entryError(entry);
    if (error) return error;
    const id = randomUUID();
    await deliver(eventOf(entry, id, now()), buses.get(busName(entry.EventBusName)) ?? []);
    return { EventId: id };
  }

  return {
    name: 'events',
    permissions(operation, input) {
      const entries = Array.isArray(input['Entries']) ? (input['Entries'] as { EventBusName?: unknown }[]) : [];
      const names = new Set(entries.map(({ EventBusName }) => busName(EventBusName)));
      return [...names].map((bus) => ({ action: `events:${operation}`, resource: arn('events', `event-bus/${bus}`) }));
    },
    async handle(operation, input) {
      if (operation !== 'PutEvents') {
        throw new ServiceError('UnknownOperationException', `EventBridge operation ${operation} is not supported.`);
      }
      const entries = parseEntries(input);
      const unknown = entries.find(({ EventBusName }) => !buses.has(busName(EventBusName)));
      if (unknown) {
        throw new ServiceError('ResourceNotFoundException', `Event bus ${unknown.EventBusName} does not exist.`);
      }
      const Entries: object[] = [];
      for (const entry of entries) Entries.push(await put(entry));
      return { Entries, FailedEntryCount: Entries.filter((outcome) => 'ErrorCode' in outcome).length };
    },
    createBus: (name) => void buses.set(name, []),
    addRule(rule) {
      const rules = buses.get(rule.bus);
      if (!rules) throw new Error(`${rule.arn} belongs to a bus that does not exist: ${rule.bus}`);
      rules.push(rule);
    },
  };
}

function busName(nameOrArn: unknown): string {
  return String(nameOrArn ?? 'default').replace(/^.*event-bus\//, '');
}
