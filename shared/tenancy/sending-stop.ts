import { conflict } from '../platform/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { SendingSwitch } from './sending-switch.store.ts';
import type { Tenant } from './tenant.ts';
import type { Tenants } from './tenant.store.ts';

/** Who has stopped a tenant's sending: the tenant itself, or whoever operates the installation, for all tenants. */
export type SendingStop = 'tenant' | 'installation';

export interface StopPorts {
  readonly sendingSwitch: Pick<SendingSwitch, 'isStopped'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/**
 * @param tenant as it is now
 * @param readSince what was read of the installation's switch before this time (milliseconds since the epoch) does not count
 */
export async function stopOf(
  tenant: Pick<Tenant, 'sending'> | undefined,
  { sendingSwitch }: Pick<StopPorts, 'sendingSwitch'>,
  readSince?: number,
): Promise<SendingStop | undefined> {
  if (await sendingSwitch.isStopped(readSince)) return 'installation';
  return tenant?.sending === 'stopped' ? 'tenant' : undefined;
}

/** The same for a tenant that has not been read. */
export async function findStop(tenant_id: string, ports: StopPorts): Promise<SendingStop | undefined> {
  return stopOf(await ports.tenants.get(tenant_id), ports);
}

/** The sentence a person reads: what holds, and who can end it. */
export function stopSentence(stop: SendingStop): string {
  return stop === 'tenant'
    ? 'Sending is stopped for this tenant. PATCH /v1/tenant {"sending": "on"} permits it again.'
    : 'Sending is stopped for the whole installation. Whoever operates it permits it again with npm run admin -- resume-sending.';
}

/**
 * Refuses what would send, now or at a time, while sending is stopped.
 * @throws HeraldError 409
 */
export async function requireSending(
  tenant_id: string,
  { clock, sendingSwitch, tenants }: StopPorts & { readonly clock: Pick<Clock, 'now'> },
): Promise<void> {
  const now = clock.now();
  const stop = await stopOf(await tenants.get(tenant_id), { sendingSwitch }, now);
  if (stop) throw conflict('sending.stopped', `${stopSentence(stop)} Then ask again.`);
}
