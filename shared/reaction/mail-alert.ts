import type { Alert } from '../event/alert.ts';
import type { AlertRaised } from '../event/domain-event.ts';
import { permits } from '../contract/permits.ts';
import type { Log } from '../platform/log.ts';
import { scopesOf } from '../tenancy/member.ts';
import type { Members } from '../tenancy/member.store.ts';
import type { AlertMails } from './alert-mail.store.ts';
import type { Mailer } from './mailer.ts';

export interface MailPorts {
  readonly alertMails: Pick<AlertMails, 'claim' | 'release'>;
  readonly log: Log;
  /** Undefined where no mail is set up. */
  readonly mailer: Mailer | undefined;
  readonly members: Pick<Members, 'ofTenant'>;
}

/** Mails an alert to those members who want that and may see it: to each once, and once an hour about the same thing. */
export async function mailAlert({ tenant_id, timestamp, data: alert }: AlertRaised, ports: MailPorts): Promise<void> {
  const { alertMails, log, mailer, members } = ports;
  if (!mailer) return;
  const at = Date.parse(timestamp);
  const wanting = (await members.ofTenant(tenant_id)).filter(
    (member) => member.alerts && permits(scopesOf(member), 'campaigns:read'),
  );
  for (const { id: member_id, email } of wanting) {
    const mail = { member_id, alert_id: alert.id, at };
    if (!(await alertMails.claim(tenant_id, mail))) continue;
    try {
      const isTaken = await mailer.send({ to: email, ...textOf(alert) });
      log(isTaken ? 'alert.mailed' : 'alert.unmailable', { tenant_id });
    } catch (error) {
      await alertMails.release(tenant_id, mail);
      throw error;
    }
  }
}

const SUBJECT: Readonly<Record<Alert['kind'], string>> = {
  campaign_paused: 'was paused',
  dead_letters: 'has work that failed for good',
  experiment_skewed: 'has an experiment without a verdict',
  experiment_arm_worse: 'has a variant that does clearly worse',
  template_refused: 'was refused by WhatsApp',
  template_quality: 'is rated low',
  sender_limited: 'has reached a limit',
  sender_quality: 'is rated low',
  spend_cap_reached: 'has spent what it may in a day',
  webhook_endpoint_disabled: 'was disabled',
};

/** A name may have anything in it; a subject is one line. */
function textOf({ kind, resource, message }: Alert) {
  const name = resource.name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 100);
  const subject = `Herald: ${name} ${SUBJECT[kind]}`;
  return {
    subject,
    text: `${message}\n\n${name} (${resource.type} ${resource.id})\n\nYou get this because alerts are on for you. An admin changes that at /v1/members.\n`,
  };
}
