import {
  callbackWatches,
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  messages,
  providers,
  recoverAfter,
  recoveries,
  senders,
  tenants,
} from '../../shared/runtime/dependencies.ts';
import { recoverCallbacks } from '../../shared/reaction/recover-callbacks.ts';
import { recovery } from '../../shared/run/callback-watch.ts';
import { queue } from '../../shared/runtime/queue.ts';

export const handler = queue(recovery, recoverCallbacks, {
  callbackWatches,
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  messages,
  providers,
  recoverAfter,
  recoveries,
  senders,
  tenants,
});
