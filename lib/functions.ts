import { ROUTES } from '../shared/routes.ts';
import { foldRollup } from './constructs/analytics-rollup.ts';
import { advanceLane, closeCampaign, openCampaign } from './constructs/campaign-run.ts';
import { beginTrainings, fireSchedule, sweepCampaigns } from './constructs/campaign-schedules.ts';
import { sendChunk } from './constructs/campaign-sender.ts';
import { publishEvents } from './constructs/event-publisher.ts';
import { answerWithAgent, dispatchReply, fanOutEvent, followUpFailure } from './constructs/event-consumers.ts';
import { giveUpAnswer } from './constructs/given-up-answers.ts';
import { answerUnknownRoute } from './constructs/http-routes.ts';
import { runJob } from './constructs/job-queue.ts';
import { moveToDeadLetters } from './constructs/dead-letter-consumer.ts';
import { lookAtDeadLetters } from './constructs/dead-letter-looks.ts';
import { checkRollups } from './constructs/rollup-checks.ts';
import { publishConsole } from './constructs/console-site.ts';
import { recoverCallbacks } from './constructs/callback-recovery.ts';
import { reconcileMessage } from './constructs/message-reconciliation.ts';
import { handleEvents } from './constructs/shared-queue.ts';
import { deliverWebhook } from './constructs/webhook-deliveries.ts';
import type { FunctionDeclaration } from './function-declaration.ts';

/** Every function of the service: one per route, and those that a queue, a stream, a schedule or the state machine calls. */
export const FUNCTIONS: readonly FunctionDeclaration[] = [
  ...ROUTES,
  answerUnknownRoute,
  sendChunk,
  foldRollup,
  checkRollups,
  openCampaign,
  advanceLane,
  closeCampaign,
  fireSchedule,
  sweepCampaigns,
  beginTrainings,
  publishEvents,
  dispatchReply,
  answerWithAgent,
  giveUpAnswer,
  fanOutEvent,
  deliverWebhook,
  reconcileMessage,
  recoverCallbacks,
  followUpFailure,
  handleEvents,
  moveToDeadLetters,
  lookAtDeadLetters,
  runJob,
  publishConsole,
];
