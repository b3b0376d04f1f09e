import { HeraldError, notFound } from '../platform/errors.ts';
import type { Senders } from './sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';

/** The id of a campaign's sender: the named one, or the tenant's default. @throws HeraldError 404 or 409 without one */
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
