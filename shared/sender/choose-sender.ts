import { HeraldError, notFound } from '../platform/errors.ts';
import type { Senders } from './sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';

/** The sender a campaign goes out by: the one named, or the tenant's default. */
export async function chooseSender(
  tenant: string,
  named: string | undefined,
  { senders, tenants }: { senders: Pick<Senders, 'get'>; tenants: Pick<Tenants, 'get'> },
): Promise<string> {
  if (named === undefined) {
    const chosen = (await tenants.get(tenant))?.default_sender_id;
    if (chosen) return chosen;
    throw new HeraldError(
      'conflict',
      'sender.required',
      'This tenant has no sender yet: add one with POST /v1/senders.',
    );
  }
  if (!(await senders.get(tenant, named))) throw notFound('sender');
  return named;
}
