import { auditChanges } from '../../shared/event/audit-changes.ts';
import { publishEvents } from '../../shared/event/publish-events.ts';
import {
  auditEntries,
  campaigns,
  classifiers,
  eventBus,
  failures,
  log,
  senders,
  tableName,
  webhookEndpoints,
} from '../../shared/runtime/dependencies.ts';
import { stream } from '../../shared/runtime/stream.ts';

export const handler = stream(
  async (records, ports) => {
    await auditChanges(records, ports);
    await publishEvents(records, ports);
  },
  { auditEntries, campaigns, classifiers, eventBus, failures, log, senders, webhookEndpoints },
  tableName,
);
