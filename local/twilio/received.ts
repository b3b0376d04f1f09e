import type { DatabaseSync } from 'node:sqlite';
import { rfc2822 } from './message.ts';

/** A row of `twilio_received`: a message from a person. What a button carried is kept nowhere. */
export interface ReceivedRow {
  readonly sid: string;
  readonly account_sid: string;
  /** As WhatsApp spells it: `whatsapp:+…` or `whatsapp:US.…`. */
  readonly person: string;
  readonly sender: string;
  readonly body: string;
  readonly received_at: number;
}

/** @returns what keeps a message that a person wrote, once */
export function receivedMessages(db: DatabaseSync): (row: ReceivedRow) => void {
  const insert = db.prepare(`INSERT OR IGNORE INTO twilio_received
    (sid, account_sid, person, sender, body, received_at) VALUES (?, ?, ?, ?, ?, ?)`);
  return ({ sid, account_sid, person, sender, body, received_at }) =>
    void insert.run(sid, account_sid, person, sender, body, received_at);
}

/** The Message resource, as the API answers it. */
export function receivedResource(row: ReceivedRow): object {
  const uri = `/2010-04-01/Accounts/${row.account_sid}/Messages/${row.sid}`;
  const date = rfc2822(row.received_at);
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    messaging_service_sid: null,
    to: row.sender,
    from: row.person,
    body: row.body,
    status: 'received',
    direction: 'inbound',
    num_segments: '1',
    num_media: '0',
    error_code: null,
    error_message: null,
    price: null,
    price_unit: null,
    api_version: '2010-04-01',
    date_created: date,
    date_updated: date,
    date_sent: date,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}
