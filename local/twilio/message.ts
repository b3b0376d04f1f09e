import type { Rendered } from './content-types.ts';
import type { Delivery, Status } from './delivery.ts';

/** A row of `twilio_messages`. It is written once: what has happened to the message follows from the clock. */
export interface MessageRow extends Delivery {
  readonly id: number;
  readonly sid: string;
  readonly account_sid: string;
  readonly recipient: string;
  readonly sender: string;
  readonly service_sid: string | null;
  readonly created_at: number;
  /** The form as received. */
  readonly request: string;
  readonly callback_url: string | null;
  /** JSON of Rendered. */
  readonly rendered: string;
  readonly num_media: number;
}

export function history(row: MessageRow, now: number): { status: Status; at: number }[] {
  const steps: [Status, number | null][] = [
    ['queued', row.created_at],
    ['sent', row.sent_at],
    ['delivered', row.delivered_at],
    ['read', row.read_at],
    [row.failure ?? 'failed', row.failed_at],
  ];
  return steps.flatMap(([status, at]) => (at !== null && at <= now ? [{ status, at }] : []));
}

export function textOf({ body, title, subtitle }: Rendered): string {
  return body ?? [title, subtitle].filter(Boolean).join('\n');
}

/** The Message resource, as the API answers it. */
export function resource(row: MessageRow, now: number): object {
  const past = history(row, now);
  const status = past.at(-1)?.status;
  // A service chooses the sender after it has answered.
  const unassigned = status === 'queued' && row.service_sid !== null && !new URLSearchParams(row.request).get('From');
  const failed = status === row.failure;
  const uri = `/2010-04-01/Accounts/${row.account_sid}/Messages/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    messaging_service_sid: row.service_sid,
    to: row.recipient,
    from: unassigned ? null : row.sender,
    body: textOf(JSON.parse(row.rendered)),
    status: unassigned ? 'accepted' : status,
    direction: 'outbound-api',
    num_segments: '1',
    num_media: String(row.num_media),
    error_code: failed ? row.error_code : null,
    error_message: null,
    price: null,
    price_unit: null,
    api_version: '2010-04-01',
    date_created: rfc2822(row.created_at),
    date_updated: rfc2822(past.at(-1)?.at ?? row.created_at),
    date_sent: past[1] ? rfc2822(past[1].at) : null,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

/** A date as the API writes it. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
