import * as z from 'zod';

import type { JobKind } from '../job/job-kind.ts';
import type { Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { idOf } from '../platform/ids.ts';
import { LANES } from '../platform/lanes.ts';
import { lookForMessage, type LookPorts } from './look-for-message.ts';

/** How many messages a step reads, and about how many of them it asks at most, one after another. */
const PAGE = 200;
const LOOKS = 10;
/** No look begins after so long (milliseconds): the provider may take ten seconds for one. */
const LOOKS_FOR = 10_000;

const input = z.object({ campaign_id: idOf('cmp') });
const position = z.object({ lane: z.number().int(), after: z.string().optional() });

export interface ReconciliationPorts extends LookPorts {
  readonly messages: LookPorts['messages'] & Pick<Messages, 'get' | 'lanePage'>;
}

/** Asks the provider about every unknown message of a campaign, whatever the campaign's status: nothing is sent. */
export function reconcileCampaign(ports: ReconciliationPorts): JobKind {
  const { credentials, messages } = ports;
  return {
    async step({ tenant_id, input: given, position: reached }, now) {
      const { campaign_id } = input.parse(given);
      const { lane, after } = position.parse(reached ?? { lane: 0 });
      // Whom nobody could ask about is not to be told as not found.
      if (!(await credentials.get(tenant_id))) throw new Error('The tenant has no provider credentials.');
      const { items, last } = await messages.lanePage(tenant_id, campaign_id, lane, { after, limit: PAGE });
      const unknown = items.filter(({ status }) => status === 'unknown');
      const { stoppedAfter, found, not_found } = await lookForEach(tenant_id, unknown, now, ports);
      const done = { asked: found + not_found, found, not_found };
      const next = stoppedAfter ?? last;
      if (next !== undefined) return { next: { lane, after: next }, done };
      return { next: lane + 1 < LANES ? { lane: lane + 1 } : undefined, done };
    },
  };
}

interface Looked {
  readonly found: number;
  readonly not_found: number;
  /** The customer after whom the next step goes on; absent when all were looked for. */
  readonly stoppedAfter?: string | undefined;
}

/** @throws the error of the first look; a later one ends the step, and is met again by the next */
async function lookForEach(
  tenant_id: string,
  listed: readonly Message[],
  now: number,
  ports: ReconciliationPorts,
): Promise<Looked> {
  const looked = { found: 0, not_found: 0 };
  let stoppedAfter: string | undefined;
  for (const { campaign_id, customer_id } of listed) {
    const asked = looked.found + looked.not_found;
    if (asked === LOOKS || (asked > 0 && ports.clock.now() - now > LOOKS_FOR)) return { ...looked, stoppedAfter };
    try {
      const message = await ports.messages.get(tenant_id, { campaign_id, customer_id });
      // Otherwise a callback came first, or somebody has it sent again.
      if (message?.status === 'unknown') {
        if (await lookForMessage(tenant_id, message, ports)) looked.found += 1;
        else looked.not_found += 1;
      }
    } catch (error) {
      // Whoever was found is unknown no more: a step that is repeated would not count them.
      if (asked === 0) throw error;
      return { ...looked, stoppedAfter };
    }
    stoppedAfter = customer_id;
  }
  return looked;
}
