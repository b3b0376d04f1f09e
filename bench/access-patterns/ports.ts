import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { customerStore } from '../../shared/customer/customer.store.ts';
import { importStore } from '../../shared/customer/import.store.ts';
import { deadLettersStore } from '../../shared/event/dead-letters.store.ts';
import { exportStore } from '../../shared/export/export.store.ts';
import { frequencyStore } from '../../shared/customer/frequency.store.ts';
import { inboundStore } from '../../shared/interaction/inbound.store.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { jobStore } from '../../shared/job/job.store.ts';
import { mediaStore } from '../../shared/media/media.store.ts';
import { choiceStore } from '../../shared/message/choice.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import type { Clock } from '../../shared/platform/clock.ts';
import type { Ids } from '../../shared/platform/ids.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { learntHours } from '../../shared/prediction/best-hours.ts';
import { learntPicker } from '../../shared/prediction/picker.ts';
import { predictionStore } from '../../shared/prediction/prediction.store.ts';
import { autoReplyStore } from '../../shared/reaction/auto-reply.store.ts';
import { wordingCountStore } from '../../shared/reaction/wording-count.store.ts';
import { failureBreakerStore } from '../../shared/reaction/failure-breaker.store.ts';
import { callbackWatchStore } from '../../shared/run/callback-watch.store.ts';
import { laneStore } from '../../shared/run/lane.store.ts';
import { testCountStore } from '../../shared/preflight/test-count.store.ts';
import { classifiers, payloads } from '../../shared/runtime/dependencies.ts';
import { idempotencyStore } from '../../shared/runtime/idempotency.store.ts';
import { dailyCountStore } from '../../shared/sender/daily-count.store.ts';
import { audienceStore } from '../../shared/segment/audience.store.ts';
import { segmentStore } from '../../shared/segment/segment.store.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { templateStore } from '../../shared/template/template.store.ts';
import { auditStore } from '../../shared/tenancy/audit.store.ts';
import { apiKeyStore } from '../../shared/tenancy/api-key.store.ts';
import { memberStore } from '../../shared/tenancy/member.store.ts';
import { quotaStore } from '../../shared/tenancy/quota.store.ts';
import { sendingSwitchStore } from '../../shared/tenancy/sending-switch.store.ts';
import { spendStore } from '../../shared/tenancy/spend.store.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import { deliveryStore } from '../../shared/webhook/delivery.store.ts';
import { endpointAsker } from '../../shared/webhook/endpoint-asker.ts';
import { webhookEndpointStore } from '../../shared/webhook/webhook-endpoint.store.ts';
import { stubs } from './stubs.ts';

/** Everything a use case may need: the stores are real, what is not the table does nothing. */
export function portsOf(table: Table, clock: Clock, ids: Ids) {
  return {
    ...stubs(),
    apiKeys: apiKeyStore(table),
    audiences: audienceStore(table),
    auditEntries: auditStore(table),
    autoReplies: autoReplyStore(table),
    wordingCounts: wordingCountStore(table),
    callbackWatches: callbackWatchStore(table),
    campaigns: campaignStore(table),
    classifiers: classifiers.build(),
    clock,
    customers: customerStore(table),
    dailyCounts: dailyCountStore(table),
    deadLettersSeen: deadLettersStore(table),
    deliveries: deliveryStore(table),
    exports: exportStore(table),
    failureBreakers: failureBreakerStore(table),
    frequencies: frequencyStore(table),
    idempotency: idempotencyStore(table, clock),
    ids,
    imports: importStore(table),
    inbounds: inboundStore(table),
    interactions: interactionStore(table),
    jobs: jobStore(table),
    lanes: laneStore(table),
    media: mediaStore(table),
    members: memberStore(table),
    choices: choiceStore(table),
    agents: endpointAsker({
      asker: { ask: async () => ({ status_code: 200, answer: '{"reply":{"message":"At nine."}}' }) },
      clock,
      webhookEndpoints: webhookEndpointStore(table),
    }),
    recommender: endpointAsker({
      asker: { ask: async () => ({ status_code: 200, answer: '{"customers":[]}' }) },
      clock,
      webhookEndpoints: webhookEndpointStore(table),
    }),
    messages: messageStore(table),
    practice: true,
    payloads: payloads.build(),
    bestHours: learntHours({ messages: messageStore(table), predictions: predictionStore(table) }),
    picker: learntPicker({ messages: messageStore(table), predictions: predictionStore(table) }),
    predictions: predictionStore(table),
    rollups: rollupStore(table),
    segments: segmentStore(table),
    senders: senderStore(table),
    templates: templateStore(table),
    quotas: quotaStore(table),
    sendingSwitch: sendingSwitchStore(table, clock),
    spends: spendStore(table),
    tenants: tenantStore(table),
    testCounts: testCountStore(table),
    webhookEndpoints: webhookEndpointStore(table),
  };
}

export type Ports = ReturnType<typeof portsOf>;
