import type { DomainEvent } from '../event/domain-event.ts';
import { fanOutEvent, type FanOutPorts } from '../webhook/fan-out-event.ts';
import { mailAlert, type MailPorts } from './mail-alert.ts';

/** Tells an event to whoever asked for it: webhook endpoints, and by mail the members who want alerts. */
export async function tellEvent(event: DomainEvent, ports: FanOutPorts & MailPorts): Promise<void> {
  await fanOutEvent(event, ports);
  if (event.type === 'alert.raised') await mailAlert(event, ports);
}
