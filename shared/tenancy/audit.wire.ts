import * as z from 'zod';

import { auditEntry, fieldChange, type AuditEntry } from './audit-entry.ts';

const { shape } = auditEntry;
export const auditEntryWire = z
  .object({
    id: shape.id,
    at: shape.at,
    actor: z
      .object({
        kind: z
          .enum(['api_key', 'member', 'token', 'schedule', 'system'])
          .describe('A key, a member, an access token, a schedule whose time had come, or Herald itself.'),
        id: z
          .string()
          .nullable()
          .meta({ examples: ['key_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
        name: z
          .string()
          .nullable()
          .meta({ examples: ['Shop'] }),
      })
      .meta({ id: 'AuditActor' }),
    action: z.string().meta({ description: 'What was done: the operation’s id.', examples: ['campaign.change'] }),
    resource: z
      .object({
        type: z.string().meta({ examples: ['campaign'] }),
        id: z
          .string()
          .nullable()
          .meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
      })
      .describe('What it was done to.'),
    campaign_id: z
      .string()
      .nullable()
      .meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
    request_id: z
      .string()
      .nullable()
      .meta({ examples: ['JKJaXmPLvHcESHA='] }),
    job_id: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    outcome: z
      .enum(['done', 'unknown'])
      .describe('`unknown`: it is still being done, or ended without an answer and may have been done.'),
    changes: z
      .array(fieldChange)
      .describe('The fields that were changed. Values that are about a person, secret or long are left out.'),
  })
  .meta({ id: 'AuditEntry' });

type Shown = z.input<typeof auditEntryWire>;

/** An entry as the API shows it. */
export function showAuditEntry({ actor, actor_name, action, ...entry }: AuditEntry): Shown {
  const [kind = '', ...id] = actor.split(':');
  return {
    id: entry.id,
    at: entry.at,
    actor: { kind: kind as Shown['actor']['kind'], id: id.join(':') || null, name: actor_name ?? null },
    action,
    resource: { type: action.split('.', 1)[0] ?? action, id: entry.resource_id ?? null },
    campaign_id: entry.campaign_id ?? null,
    request_id: entry.request_id ?? null,
    job_id: entry.job_id ?? null,
    outcome: entry.outcome === 'done' ? 'done' : 'unknown',
    changes: entry.changes,
  };
}
