import type { Customers } from '../customer/customer.store.ts';
import { draftJob, referenceOf, type JobQueue } from '../job/job.ts';
import type { Jobs } from '../job/job.store.ts';
import type { Clock } from '../platform/clock.ts';
import { idOf, type Ids } from '../platform/ids.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';

/** The name of this work in the registry of job kinds. */
export const ERASURE = 'customer.erasure';

export interface BeginErasurePorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'erase'>;
  readonly ids: Ids;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'add' | 'addWrite'>;
}

/**
 * Erases a customer: from here on nobody finds them or sends to them. The same transaction adds the job that removes whatever
 * else is stored of the person. It is added for an id without a customer, too: so a second request goes through everything
 * again, also for somebody whom an earlier version erased.
 * @returns the job's id; undefined when there was no such customer
 */
export async function beginErasure(
  {
    tenant_id,
    customer_id,
    actor,
  }: { readonly tenant_id: string; readonly customer_id: string; readonly actor: Actor },
  { clock, customers, ids, jobQueue, jobs }: BeginErasurePorts,
): Promise<string | undefined> {
  if (!idOf('cus').safeParse(customer_id).success) return undefined;
  const now = clock.now();
  const id = ids.next('job');
  const jobFor = (customer_ids: readonly string[]) =>
    draftJob(
      {
        id,
        tenant_id,
        kind: ERASURE,
        scope: 'customers:manage',
        input: { customer_ids },
        created_by: actorName(actor),
      },
      now,
    );
  const erased = await customers.erase(tenant_id, customer_id, (all) => [jobs.addWrite(jobFor(all))]);
  if (!erased) await jobs.add(jobFor([customer_id]));
  await jobQueue.add(referenceOf({ id, tenant_id }), now, now);
  return erased && id;
}
