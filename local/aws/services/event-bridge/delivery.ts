import { arn, ServiceError } from '../service.ts';
import type { SqsService } from '../sqs.ts';
import type { BusEvent, EventRule, EventTarget } from './rule.ts';

/** Delivers an event to the targets of every rule that it matches, one after the other. */
export function eventDelivery(sqs: SqsService): (event: BusEvent, rules: readonly EventRule[]) => Promise<void> {
  function send(
    queue: string,
    body: unknown,
    { attributes = {}, group }: { attributes?: Readonly<Record<string, string>>; group?: unknown } = {},
  ): Promise<object> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    return sqs.handle('SendMessage', {
      QueueUrl: queue,
      MessageBody: JSON.stringify(body),
      MessageAttributes,
      ...(group !== undefined && { MessageGroupId: group }),
    });
  }

  /** An event that a queue refuses goes whole to the dead-letter queue; without one it is lost, as in AWS. */
  async function deliver(event: BusEvent, rule: EventRule, target: EventTarget): Promise<void> {
    try {
      await send(target.queue, target.input(event), { group: target.group?.(event) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      console.error(`${rule.arn}: ${target.queue} refused an event`, error);
      if (!target.deadLetters) return;
      const attributes = { RULE_ARN: rule.arn, TARGET_ARN: arn('sqs', target.queue), ERROR_CODE: error.code };
      await send(target.deadLetters, event, { attributes });
    }
  }

  return async (event, rules) => {
    for (const rule of rules) {
      if (!rule.matches(event)) continue;
      for (const target of rule.targets) await deliver(event, rule, target);
    }
  };
}
