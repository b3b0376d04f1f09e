import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { actorName, type Actor } from './actor.ts';

/** In characters of JSON: an entry stays small, whatever a message says. */
const MAX_VALUE = 1_000;
/** More fields than any request has. */
export const MAX_CHANGES = 60;

/** One field that was changed. `from` and `to` are left out where they are about a person, secret, or long. */
export const fieldChange = z
  .object({
    field: z.string().max(200).describe('Its name in the request.'),
    from: z.unknown().optional().describe('What it was.'),
    to: z.unknown().optional().describe('What it became.'),
  })
  .meta({ id: 'FieldChange', examples: [{ field: 'status', from: 'draft', to: 'sending' }] });
export type FieldChange = z.infer<typeof fieldChange>;

/** Who did what to what. It is written before the change, and completed by it; an entry that is complete never changes. */
export const auditEntry = z.object({
  id: idOf('aud'),
  tenant_id: idOf('ten'),
  at: z.iso.datetime(),
  /** As `actorName` puts it. */
  actor: z.string(),
  actor_name: z.string().optional(),
  /** The contract's id, such as 'campaign.change', or what a schedule or Herald itself did. */
  action: z.string(),
  resource_id: z.string().optional(),
  campaign_id: z.string().optional(),
  request_id: z.string().optional(),
  job_id: z.string().optional(),
  /** 'begun' until the change is made: whoever died in between leaves it so. */
  outcome: z.enum(['begun', 'done']),
  changes: z.array(fieldChange).max(MAX_CHANGES),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Who an entry names. */
export function auditActor(actor: Actor): Pick<AuditEntry, 'actor' | 'actor_name'> {
  return { actor: actorName(actor), ...('name' in actor && actor.name !== undefined && { actor_name: actor.name }) };
}

/** Those that are changes: `changeOf` answers undefined for a field that stays. */
export function changesIn(changes: readonly (FieldChange | undefined)[]): FieldChange[] {
  return changes.filter((change) => change !== undefined);
}

/** The change of a field, or undefined if there is none. Values that are long are left out. */
export function changeOf(field: string, from: unknown, to: unknown): FieldChange | undefined {
  const [before, after] = [from, to].map((value) => JSON.stringify(value ?? null));
  if (before === after) return undefined;
  const isShort = [before, after].every((text = '') => text.length <= MAX_VALUE);
  return isShort ? { field, from: from ?? null, to: to ?? null } : { field };
}
