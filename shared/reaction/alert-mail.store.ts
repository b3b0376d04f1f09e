import type { Table } from '../platform/table-client.ts';

const HOUR = 3_600_000;
/** How long it is known who was told, in seconds: longer than an event waits in its queue. */
const KEPT_SECONDS = 7 * 86_400;

/** A mail about an alert: to whom, about which, and when it was raised (milliseconds since the epoch). */
export interface AlertMail {
  readonly member_id: string;
  readonly alert_id: string;
  readonly at: number;
}

export type AlertMails = ReturnType<typeof alertMailStore>;

export function alertMailStore(table: Table) {
  const keyOf = (tenant: string, { member_id, alert_id, at }: AlertMail) => ({
    pk: `TENANT#${tenant}#ALERT_MAILS`,
    sk: `${member_id}#${alert_id}#${Math.floor(at / HOUR)}`,
  });

  return {
    /** Claims the one mail an hour that somebody gets about an alert. @returns whether it is this one */
    async claim(tenant: string, mail: AlertMail): Promise<boolean> {
      const expires_at = Math.floor(mail.at / 1_000) + KEPT_SECONDS;
      return (await table.put({ ...keyOf(tenant, mail), expires_at }, { exists: false })).done;
    },

    /** Gives it back when the mail could not be sent. */
    async release(tenant: string, mail: AlertMail): Promise<void> {
      await table.remove(keyOf(tenant, mail), { exists: true });
    },
  };
}
