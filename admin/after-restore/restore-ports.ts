import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { customerStore } from '../../shared/customer/customer.store.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import { systemClock } from '../../shared/platform/system-clock.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { twilioClient } from '../../shared/provider/twilio/twilio.client.ts';
import { twilioMessages } from '../../shared/provider/twilio/twilio.messages.ts';
import { callbackWatchStore } from '../../shared/run/callback-watch.store.ts';
import { stepFunctionsRuns } from '../../shared/run/step-functions.runs.ts';
import { audienceStore } from '../../shared/segment/audience.store.ts';
import { segmentStore } from '../../shared/segment/segment.store.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { sendingSwitchStore, type SendingSwitch } from '../../shared/tenancy/sending-switch.store.ts';
import { vault, type Installation } from '../create-tenant.ts';
import { restoreProgress } from './progress.store.ts';
import type { RestorePorts } from './restore-tenant.ts';

export interface AfterRestorePorts extends RestorePorts {
  readonly sendingSwitch: Pick<SendingSwitch, 'stop'>;
}

/** What `after-restore` needs of a deployed stage. @param table the restored one, which the stage does not use yet */
export function restorePorts(installation: Installation, table: Table, restored_to: string): AfterRestorePorts {
  const { publicBaseUrl = '', runStateMachineArn, twilioApiBaseUrl } = installation;
  if (!runStateMachineArn) throw new Error('The state machine of this installation is not known: name a stage.');
  const twilio = twilioMessages(twilioClient(twilioApiBaseUrl), publicBaseUrl);
  const messages = messageStore(table);
  return {
    ids,
    messages,
    audiences: audienceStore(table),
    callbackWatches: callbackWatchStore(table),
    campaigns: campaignStore(table),
    credentials: vault(installation),
    customers: customerStore(table),
    ledger: { messages, interactions: interactionStore(table) },
    progress: restoreProgress(table, restored_to),
    providers: () => twilio,
    rollups: rollupStore(table),
    runs: stepFunctionsRuns(runStateMachineArn),
    segments: segmentStore(table),
    senders: senderStore(table),
    sendingSwitch: sendingSwitchStore(table, systemClock),
  };
}
