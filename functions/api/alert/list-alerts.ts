import { listAlerts } from '../../../shared/reaction/alert.contract.ts';
import { findAlerts } from '../../../shared/reaction/find-alerts.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  deadLettersSeen,
  priceLists,
  senders,
  spends,
  templates,
  tenants,
  webhookEndpoints,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = {
  ...{ campaigns, clock, deadLettersSeen, priceLists, senders, spends, templates, tenants, webhookEndpoints },
};

export const handle: Handle<typeof listAlerts, typeof needs> = ({ caller }, ports) =>
  findAlerts(caller.tenant_id, ports);

export const handler = api(listAlerts, handle, needs);
