import {
  agents,
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  providers,
  senders,
  sendingSwitch,
  templateProviders,
  templates,
  tenants,
  wordingCounts,
} from '../../shared/runtime/dependencies.ts';
import { buttonClicked } from '../../shared/event/domain-event.ts';
import { answerWithAgent } from '../../shared/reaction/answer-with-agent.ts';
import { queue } from '../../shared/runtime/queue.ts';

export const handler = queue(buttonClicked, answerWithAgent, {
  agents,
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  providers,
  senders,
  sendingSwitch,
  templateProviders,
  templates,
  tenants,
  wordingCounts,
});
