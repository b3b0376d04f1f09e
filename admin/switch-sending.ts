import { installedTable } from './sdk-table.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { sendingSwitchStore } from '../shared/tenancy/sending-switch.store.ts';
import type { Installation } from './create-tenant.ts';

/** Stops all sending of an installation, or permits it again. What is under way ends within ten seconds. */
export async function switchSending(
  installation: Installation,
  to: 'on' | 'stopped',
): Promise<{ readonly sending: 'on' | 'stopped' }> {
  const table = installedTable(installation);
  const sendingSwitch = sendingSwitchStore(table, systemClock);
  await (to === 'stopped' ? sendingSwitch.stop() : sendingSwitch.resume());
  return { sending: to };
}
