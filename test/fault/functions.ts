import { lookAtExperiment } from '../../shared/analytics/experiment/look-at-experiment.ts';
import { foldRecords } from '../../shared/analytics/fold-records.ts';
import type { ChangeRecord } from '../../shared/platform/change-record.ts';
import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { beginRun } from '../../shared/run/begin-run.ts';
import type { RunStep } from '../../shared/campaign/campaign-status.ts';
import type { Campaign, ReplayScope } from '../../shared/campaign/campaign.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { sweepCampaigns } from '../../shared/run/sweep-campaigns.ts';
import { beginReplay } from '../../shared/run/begin-replay.ts';
import { frequencyStore } from '../../shared/customer/frequency.store.ts';
import { moveToDeadLetters } from '../../shared/send/move-to-dead-letters.ts';
import { autoReplyStore } from '../../shared/reaction/auto-reply.store.ts';
import { wordingCountStore } from '../../shared/reaction/wording-count.store.ts';
import { buttonClicked, messageFailure, type DomainEvent } from '../../shared/event/domain-event.ts';
import { answerWithAgent } from '../../shared/reaction/answer-with-agent.ts';
import { giveUpAnswer } from '../../shared/reaction/give-up-answer.ts';
import { failureBreakerStore } from '../../shared/reaction/failure-breaker.store.ts';
import { followUpFailure } from '../../shared/reaction/follow-up-failure.ts';
import { auditChanges } from '../../shared/event/audit-changes.ts';
import { publishEvents } from '../../shared/event/publish-events.ts';
import { webhookEndpointStore } from '../../shared/webhook/webhook-endpoint.store.ts';
import { recoverCallbacks } from '../../shared/reaction/recover-callbacks.ts';
import { reconcileJob, reconcileMessage, type ReconcileJob } from '../../shared/reaction/reconcile-message.ts';
import { dailyCountStore } from '../../shared/sender/daily-count.store.ts';
import { closeCampaign } from '../../shared/run/close-campaign.ts';
import type { Run } from '../../shared/run/run.ts';
import { customerStore } from '../../shared/customer/customer.store.ts';
import { countConversion } from '../../shared/interaction/count-conversion.ts';
import { attribute } from '../../shared/interaction/credit-conversion.ts';
import { findTapped } from '../../shared/interaction/find-tapped.ts';
import { visitLink } from '../../shared/interaction/follow-link.ts';
import { inboundStore } from '../../shared/interaction/inbound.store.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { recordTap } from '../../shared/interaction/record-tap.ts';
import { handleInbound } from '../../shared/interaction/handle-inbound.ts';
import type { InboundMessage } from '../../shared/provider/provider.ts';
import { advanceLane } from '../../shared/run/advance-lane.ts';
import { chunk } from '../../shared/run/chunk.ts';
import { recovery, type Recovery } from '../../shared/run/callback-watch.ts';
import { sweepCallbacks } from '../../shared/run/sweep-callbacks.ts';
import { callbackWatchStore } from '../../shared/run/callback-watch.store.ts';
import { laneStore } from '../../shared/run/lane.store.ts';
import { choiceStore } from '../../shared/message/choice.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { learntHours } from '../../shared/prediction/best-hours.ts';
import { learntPicker } from '../../shared/prediction/picker.ts';
import { predictionStore } from '../../shared/prediction/prediction.store.ts';
import { openCampaign } from '../../shared/run/open-campaign.ts';
import { sendChunk } from '../../shared/send/send-chunk.ts';
import { handleStatus } from '../../shared/message/handle-status.ts';
import { templateStore } from '../../shared/template/template.store.ts';
import { twilioMessages } from '../../shared/provider/twilio/twilio.messages.ts';
import { classify, explain } from '../../shared/provider/twilio/error-codes.ts';
import { statusReport } from '../../shared/provider/twilio/twilio-status.ts';
import { twilioSenders } from '../../shared/provider/twilio/twilio.senders.ts';
import { whatsappPrices } from '../../shared/provider/twilio/whatsapp-prices.ts';
import { twilioTemplates } from '../../shared/provider/twilio/twilio.templates.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import type { Ids } from '../../shared/platform/ids.ts';
import { LOG_EVENTS } from '../../shared/platform/log-events.ts';
import type { Pause } from '../../shared/platform/backoff.ts';
import type { TableCommands } from '../../shared/platform/table-commands.ts';
import { audienceStore } from '../../shared/segment/audience.store.ts';
import { segmentStore } from '../../shared/segment/segment.store.ts';
import { auditStore } from '../../shared/tenancy/audit.store.ts';
import { quotaStore } from '../../shared/tenancy/quota.store.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { actorName, type Actor } from '../../shared/tenancy/actor.ts';
import { sendingSwitchStore } from '../../shared/tenancy/sending-switch.store.ts';
import { spendStore } from '../../shared/tenancy/spend.store.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import { endpointAsker } from '../../shared/webhook/endpoint-asker.ts';
import type { simulatedAgent } from './agent.ts';
import { faultyTable, type TableTerms } from './faulty-table.ts';
import type { Faults } from './faults.ts';
import { permitsOf } from './permits.ts';
import type { Random } from './random.ts';
import type { simulatedRecommender } from './recommender.ts';
import type { Scheduler, Worker } from './scheduler.ts';
import { chunksTo } from './send-queue.ts';
import type { SimulatedQueue } from './queue.ts';
import { runsOn, type StateMachine } from './state-machine.ts';
import type { TwilioRequest } from '../../shared/provider/twilio/twilio.client.ts';

/** A status callback of the provider. */
export interface StatusCallback {
  readonly token: string;
  readonly sid: string;
  readonly status: string;
  readonly errorCode?: string;
}

/** Since when nothing may be sent in the whole installation; undefined while it may. */
export interface Stop {
  since: number | undefined;
}

/** The simulated outside world of the functions. */
export interface FunctionContext {
  readonly world: Scheduler;
  readonly roll: Random;
  readonly ids: Ids;
  readonly commands: TableCommands;
  readonly faults: Faults;
  readonly terms: TableTerms;
  readonly accounts: ReadonlyMap<string, string>;
  readonly queues: () => {
    readonly sends: SimulatedQueue;
    readonly failures: SimulatedQueue;
    readonly reconciles: SimulatedQueue;
    readonly recoveries: SimulatedQueue;
    readonly agents: SimulatedQueue;
  };
  readonly machine: () => StateMachine;
  readonly requestsOf: (worker: Worker) => TwilioRequest;
  readonly recommender: ReturnType<typeof simulatedRecommender>;
  readonly agent: ReturnType<typeof simulatedAgent>;
  /** Undefined where nobody stops anything. */
  readonly stop?: Readonly<Stop>;
  /** Records that the roll-up could not fold. */
  readonly unfoldable: string[];
}

const PUBLIC_BASE_URL = 'https://herald.example';
/** The person who pauses, resumes and replays. */
const OPERATOR: Actor = { kind: 'api_key', id: 'key_operator' };

/** Timeouts as in the stack, in milliseconds. */
const REQUEST = { timeout: 10_000 };
const SEND = { timeout: 30_000 };
const WORKFLOW = { timeout: 60_000 };
const AGENT = { timeout: 60_000 };
const READER = { timeout: 60_000 };

/** Every function of the pipeline, with the real stores over a real table; each of their calls goes through the scheduler. */
export function functions(given: FunctionContext) {
  const { world, roll, ids } = given;

  /** @param id of the function as deployed, whose grants it is held to */
  function portsOf(worker: Worker, id: string, onLog?: (event: string) => void) {
    const permit = permitsOf(id, given.terms.onDenied);
    const pause: Pause = (ceiling) =>
      worker.clock.sleepUntil(worker.clock.now() + roll.between(Math.ceil(ceiling / 2), ceiling));
    const table = faultyTable(given.commands, worker, permit, given.terms, { pause, now: worker.clock.now });
    /** @throws like the SDK's client of SQS or EventBridge, once all its attempts were throttled */
    const refuseThrottled = () => {
      if (!worker.spared && given.faults.happens('queue_throttled', 0.1))
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    };
    const begun = world.now();
    const provider = given.requestsOf(worker);
    const requests: TwilioRequest = (account, request) => {
      const sends = request.method === 'post' && request.uri.endsWith('/Messages.json');
      if (sends && given.stop?.since !== undefined && given.stop.since < begun)
        given.terms.onDenied(`${worker.name} sends, and all sending was stopped before it began`);
      return provider(account, request);
    };
    return {
      audiences: audienceStore(table),
      segments: segmentStore(table),
      quotas: quotaStore(table),
      // No campaign here recurs.
      schedules: { set: async () => undefined },
      campaigns: campaignStore(table),
      customers: customerStore(table),
      inbounds: inboundStore(table),
      interactions: interactionStore(table),
      lanes: laneStore(table),
      choices: choiceStore(table),
      recommender: given.recommender.askedBy(worker),
      agents: endpointAsker({
        asker: given.agent.askedBy(worker),
        clock: worker.clock,
        webhookEndpoints: webhookEndpointStore(table),
      }),
      messages: messageStore(table),
      bestHours: learntHours({ messages: messageStore(table), predictions: predictionStore(table) }),
      picker: learntPicker({ messages: messageStore(table), predictions: predictionStore(table) }),
      rollups: rollupStore(table),
      autoReplies: autoReplyStore(table),
      wordingCounts: wordingCountStore(table),
      dailyCounts: dailyCountStore(table),
      priceLists: () => ({ prices: whatsappPrices }),
      spends: spendStore(table),
      failureBreakers: failureBreakerStore(table),
      frequencies: frequencyStore(table),
      reconciles: {
        add: async (job: ReconcileJob, due: number, now: number) => {
          permit('reconciles:SendMessage');
          return worker.call('reconcile later', async () => {
            refuseThrottled();
            const delay = Math.min(900_000, Math.max(0, due - now));
            given.queues().reconciles.send(JSON.stringify(job), worker.clock.now() + delay);
          });
        },
      },
      recoveries: {
        add: async (job: Recovery, due: number) => {
          permit('recoveries:SendMessage');
          return worker.call(`recover ${job.kind}`, async () => {
            refuseThrottled();
            given.queues().recoveries.send(JSON.stringify(job), Math.max(due, worker.clock.now()));
          });
        },
      },
      reconcileAfter: [60, 300, 1_800],
      webhookEndpoints: webhookEndpointStore(table),
      callbackWatches: callbackWatchStore(table),
      recoverAfter: [900_000, 3_600_000, 21_600_000, 86_400_000],
      staleAfter: 120_000,
      eventBus: {
        put: async (events: readonly DomainEvent[]) => {
          permit('bus:PutEvents');
          return worker.call(`put ${events.map(({ type }) => type).join(' ')}`, async () => {
            refuseThrottled();
            const now = worker.clock.now();
            for (const event of events) {
              if (event.type === 'message.unknown') given.queues().reconciles.send(JSON.stringify(event), now);
              if (event.type === 'message.failed' || event.type === 'message.returned')
                given.queues().failures.send(JSON.stringify(event), now);
              if (event.type === 'campaign.button_clicked' && event.data.action?.type === 'agent')
                given.queues().agents.send(JSON.stringify(event), now);
            }
          });
        },
      },
      senders: senderStore(table),
      sendingSwitch:
        given.terms.mutation === 'stop' && id === 'chunk.send'
          ? { isStopped: async () => false }
          : sendingSwitchStore(table, worker.clock),
      templates: templateStore(table),
      tenants: tenantStore(table),
      providers: () => twilioMessages(requests, PUBLIC_BASE_URL),
      templateProviders: () => twilioTemplates(requests, PUBLIC_BASE_URL),
      limitReaders: () => twilioSenders(requests),
      unreachableAddress: null,
      classifiers: () => ({ classify, explain }),
      credentials: {
        get: async (tenant: string) => {
          permit('credentials:GetSecretValue');
          return worker.call('credentials', async () => ({
            account_sid: given.accounts.get(tenant)!,
            auth_token: 'secret',
          }));
        },
      },
      runs: runsOn(given.machine(), worker, permit),
      sends: chunksTo(given.queues().sends, worker, permit, given.faults, roll, pause),
      auditEntries: auditStore(table),
      failures: {
        add: async (record: ChangeRecord, why: string) => {
          permit('failures:SendMessage');
          return worker.call('failures', async () => void given.unfoldable.push(`${why} ${record.pk} ${record.sk}`));
        },
      },
      clock: worker.clock,
      ids,
      log(event: keyof typeof LOG_EVENTS, { code }: { code?: string | undefined }) {
        if (LOG_EVENTS[event] !== 'info') world.note(`${worker.name} logs ${event} ${code ?? ''}`);
        onLog?.(event);
      },
    };
  }

  return {
    open: (run: Run) =>
      world.run('open', run.tenant_id, WORKFLOW, (worker) =>
        openCampaign(run, { ...portsOf(worker, 'campaign.open'), unapproved: async () => undefined }),
      ),
    advance: (run: Run & { lane: number }) =>
      world.run(`lane${run.lane}`, run.tenant_id, WORKFLOW, (worker) =>
        advanceLane(run, portsOf(worker, 'lane.advance')),
      ),
    close: (run: Run) =>
      world.run('close', run.tenant_id, WORKFLOW, (worker) => closeCampaign(run, portsOf(worker, 'campaign.close'))),
    send: (body: string, spared: boolean) => {
      const message = chunk.parse(JSON.parse(body));
      const name = `send(${message.id.slice(-4)})`;
      return world.run(name, message.tenant_id, { ...SEND, spared }, (worker) =>
        sendChunk(message, portsOf(worker, 'chunk.send')),
      );
    },
    fold: (records: readonly ChangeRecord[]) =>
      world.run(`fold(${records.length})`, undefined, READER, (worker) =>
        foldRecords(records, portsOf(worker, 'rollup.fold')),
      ),
    publish: (records: readonly ChangeRecord[]) =>
      world.run(`publish(${records.length})`, undefined, READER, async (worker) => {
        const ports = portsOf(worker, 'events.publish');
        await auditChanges(records, ports);
        await publishEvents(records, ports);
      }),
    moveToDeadLetters: (body: string, spared: boolean) => {
      const message = chunk.parse(JSON.parse(body));
      return world.run(`dead letter(${message.id.slice(-4)})`, message.tenant_id, { ...SEND, spared }, (worker) =>
        moveToDeadLetters(message, portsOf(worker, 'chunk.bury')),
      );
    },
    reconcile: (body: string, spared: boolean) => {
      const job = reconcileJob.parse(JSON.parse(body));
      return world.run('reconcile', job.tenant_id, { ...WORKFLOW, spared }, (worker) =>
        reconcileMessage(job, portsOf(worker, 'message.reconcile')),
      );
    },
    answer: (body: string, spared: boolean) => {
      const event = buttonClicked.parse(JSON.parse(body));
      return world.run('agent', event.tenant_id, { ...AGENT, spared }, (worker) =>
        answerWithAgent(event, portsOf(worker, 'agent.answer')),
      );
    },
    giveUp: (body: string, spared: boolean) => {
      const event = buttonClicked.parse(JSON.parse(body));
      return world.run('give up', event.tenant_id, { ...SEND, spared }, (worker) =>
        giveUpAnswer(event, portsOf(worker, 'agent.give_up')),
      );
    },
    followUp: (body: string, spared: boolean) => {
      const event = messageFailure.parse(JSON.parse(body));
      return world.run('follow up', event.tenant_id, { ...SEND, spared }, (worker) =>
        followUpFailure(event, portsOf(worker, 'failure.follow_up')),
      );
    },
    sweep: () =>
      world.run('sweep', undefined, WORKFLOW, (worker) => {
        const ports = portsOf(worker, 'campaign.sweep');
        return sweepCampaigns({}, { ...ports, lookAtExperiment: (campaign) => lookAtExperiment(campaign, ports) });
      }),
    sweepCallbacks: () =>
      world.run('sweep callbacks', undefined, WORKFLOW, (worker) => sweepCallbacks(portsOf(worker, 'campaign.sweep'))),
    recover: (body: string, spared: boolean) => {
      const job = recovery.parse(JSON.parse(body));
      return world.run(`recover ${job.kind}`, job.tenant_id, { ...WORKFLOW, spared }, (worker) =>
        recoverCallbacks(job, portsOf(worker, 'callbacks.recover')),
      );
    },
    replay: ({ tenant_id, id }: Campaign, scope: ReplayScope) =>
      world.run(`replay ${scope}`, tenant_id, REQUEST, (worker) =>
        beginReplay({ tenant_id, id }, scope, OPERATOR, portsOf(worker, 'campaign.replay')),
      ),
    status: (tenant: string, { token, sid, status, errorCode }: StatusCallback) =>
      world.run(`status(${status})`, tenant, REQUEST, (worker) =>
        handleStatus(tenant, token, statusReport(sid, status, errorCode), portsOf(worker, 'webhook.status')),
      ),
    inbound: (tenant: string, message: InboundMessage) =>
      world.run('inbound', tenant, REQUEST, (worker) =>
        handleInbound(tenant, message, portsOf(worker, 'webhook.inbound')),
      ),
    follow: (tenant: string, token: string, id: string, onLog: (event: string) => void) =>
      world.run('link', tenant, REQUEST, (worker) =>
        visitLink(token, { id, byPerson: true }, portsOf(worker, 'link.follow', onLog)),
      ),
    /** As functions/api/interaction/click-button.ts does it. */
    click: (tenant_id: string, campaign_id: string, customer_id: string, button_id: string, key: string) =>
      world.run('click', tenant_id, REQUEST, async (worker) => {
        const ports = portsOf(worker, 'interaction.click');
        const { button, ...tapped } = await findTapped({ tenant_id, campaign_id, customer_id, button_id }, ports);
        const clicked_at = timestamp(worker.clock.now());
        await recordTap(tapped, { button, source: 'api', key: `api#${key}`, clicked_at }, ports);
      }),
    /** As functions/api/interaction/report-conversion.ts does it. */
    convert: (tenant_id: string, customer_id: string, at: number, conversion_reference_id: string) =>
      world.run('convert', tenant_id, REQUEST, async (worker) => {
        const ports = portsOf(worker, 'conversion.report');
        const customer = await ports.customers.person(tenant_id, customer_id);
        if (!customer) throw new Error('A customer is gone.');
        const converted_at = timestamp(at);
        await attribute(customer, { conversion_type: 'purchase', conversion_reference_id, converted_at }, ports);
        await countConversion(customer, converted_at, ports);
      }),
    begin: (step: RunStep, { tenant_id, id }: Campaign) =>
      world.run(step, tenant_id, REQUEST, (worker) =>
        beginRun(step, { tenant_id, id }, OPERATOR, portsOf(worker, `campaign.${step}`)),
      ),
    pause: ({ tenant_id, id }: Campaign) =>
      world.run('pause', tenant_id, REQUEST, (worker) =>
        portsOf(worker, 'campaign.pause').campaigns.transition(
          'pause',
          { tenant_id, id },
          { now: timestamp(worker.clock.now()), by: actorName(OPERATOR) },
          'Paused by request.',
        ),
      ),
  };
}

export type Functions = ReturnType<typeof functions>;
