import { askedBy, isChosenAtPlanning } from '../campaign/asked.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import { withChoice, type Planned } from '../message/choice.ts';
import { conflict } from '../platform/errors.ts';
import { readFacts, type FactPorts } from '../segment/read-facts.ts';
import { resolveSegments } from '../segment/resolve-segments.ts';
import type { Segments } from '../segment/segment.store.ts';

export interface ChosenNowPorts extends FactPorts {
  readonly segments: Pick<Segments, 'getAll'>;
}

/**
 * Somebody with what the campaign would choose for them if they were planned now. Reads nothing where the customer alone decides.
 * @throws HeraldError 409 when the campaign names a segment that is gone
 */
export async function chosenNow(
  campaign: Campaign,
  person: Customer,
  now: number,
  { messages, segments }: ChosenNowPorts,
): Promise<Planned> {
  if (!isChosenAtPlanning(campaign)) return person;
  const { tenant_id } = campaign;
  const criteria = askedBy(campaign);
  const resolved = await resolveSegments(tenant_id, criteria, segments);
  if ('fault' in resolved) throw conflict('preview.nobody', `The campaign names ${resolved.fault.message}. Change it.`);
  const question = { tenant_id, criteria, segments: resolved.segments, at: now };
  const facts = await readFacts(question, [person], { messages });
  return withChoice(campaign, person, facts);
}
