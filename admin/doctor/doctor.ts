import { twilioAccount } from '../../shared/provider/twilio/twilio.account.ts';
import { twilioClient } from '../../shared/provider/twilio/twilio.client.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { vault, type Installation } from '../create-tenant.ts';
import { tableWithTenant } from '../table.ts';
import { checkAccount } from './check-account.ts';
import { checkAddress } from './check-address.ts';
import { checkSender } from './check-sender.ts';
import { found, problem, type Finding } from './finding.ts';

/** How many senders are checked: more than a tenant may have. */
const MAX_SENDERS = 100;

/**
 * Checks everything between a tenant and the people it writes to. All checks are made, whatever one of them finds.
 * @returns `ok`: whether nothing must be done
 * @throws Error when there is no such tenant
 */
export async function examine(installation: Installation, tenant_id: string) {
  const { publicBaseUrl, twilioApiBaseUrl } = installation;
  if (!publicBaseUrl) throw new Error('Herald’s public address is not known here: end Herald and run npm start again.');
  const table = await tableWithTenant(installation, tenant_id);
  const [account, { items: senders }] = await Promise.all([
    vault(installation).get(tenant_id),
    senderStore(table).page(tenant_id, { limit: MAX_SENDERS }),
  ]);
  const twilio = twilioAccount(twilioClient(twilioApiBaseUrl));
  const listed = account ? twilio.senders(account) : Promise.resolve(undefined);
  // Each check that needs the list reports its failure.
  listed.catch(() => undefined);

  const inboundUrl = `${publicBaseUrl}/webhooks/twilio/${tenant_id}/inbound`;
  const checks: Finding[] = (
    await Promise.all([
      checkAccount(account, twilio),
      checkAddress({ publicBaseUrl, hasDouble: twilioApiBaseUrl !== undefined }),
      ...senders.map((sender) => checkSender({ sender, listed: () => listed, inboundUrl })),
    ])
  ).flat();
  if (senders.length === 0)
    checks.push(
      await found('sender', async () => problem('The tenant has no sender.', 'Make one with POST /v1/senders.')),
    );
  return { ok: checks.every(({ state }) => state !== 'problem'), tenant_id, checks };
}
