import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Account } from './account.ts';
import type { Rules } from './rules.ts';
import { refusedWith } from './known-errors.ts';

/** A row of `twilio_senders`. */
export interface SenderRow {
  readonly sid: string;
  /** `whatsapp:+…` */
  readonly address: string;
  readonly account_sid: string;
  readonly status: 'ONLINE' | 'OFFLINE';
  readonly quality_rating: 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';
  /** JSON of its webhooks. */
  readonly webhook: string;
}

export interface SenderChange {
  readonly status?: SenderRow['status'] | undefined;
  readonly quality_rating?: SenderRow['quality_rating'] | undefined;
}

export interface Senders {
  /** An account sends from an address. @throws ApiError 21606, 21660 when it is not the account's */
  sends(accountSid: string, address: string): void;
  /** The account of a sender; '' when nobody has it. */
  ownerOf(address: string): string;
  find(accountSid: string, sid: string): SenderRow | undefined;
  list(accountSid: string, limit: number, after: string | undefined): readonly SenderRow[];
  change(address: string, change: SenderChange): void;
  setWebhook(sid: string, webhook: object): void;
}

export function senders(db: DatabaseSync, accounts: readonly Account[], rules: Rules): Senders {
  const add = db.prepare('INSERT OR IGNORE INTO twilio_senders (sid, address, account_sid) VALUES (?, ?, ?)');
  const owner = db.prepare('SELECT account_sid FROM twilio_senders WHERE address = ?');
  const select = db.prepare('SELECT * FROM twilio_senders WHERE account_sid = ? AND sid = ?');
  const page = db.prepare(`SELECT * FROM twilio_senders WHERE account_sid = ? AND sid > ? ORDER BY sid LIMIT ?`);
  const update = db.prepare(`UPDATE twilio_senders SET status = coalesce(?, status),
    quality_rating = coalesce(?, quality_rating) WHERE address = ?`);
  const updateWebhook = db.prepare('UPDATE twilio_senders SET webhook = ? WHERE sid = ?');
  const owners = new Map<string, string>();
  const listed = new Map(accounts.map(({ accountSid, senders }) => [accountSid, senders]));
  for (const { accountSid, senders = [] } of accounts)
    for (const number of senders) own(accountSid, `whatsapp:${number}`);

  function own(accountSid: string, address: string): string {
    add.run(sidOf(address), address, accountSid);
    const { account_sid } = owner.get(address) as unknown as SenderRow;
    owners.set(address, account_sid);
    return account_sid;
  }

  return {
    sends(accountSid, address) {
      const known = owners.get(address);
      if (known === accountSid || !rules.holds('known_senders')) return;
      if (known === undefined && listed.get(accountSid)) throw refusedWith(21606);
      if ((known ?? own(accountSid, address)) !== accountSid) throw refusedWith(21660);
    },
    ownerOf: (address) => (owner.get(address) as SenderRow | undefined)?.account_sid ?? '',
    find: (accountSid, sid) => select.get(accountSid, sid) as SenderRow | undefined,
    list: (accountSid, limit, after = '') => page.all(accountSid, after, limit) as unknown as readonly SenderRow[],
    change: (address, { status = null, quality_rating = null }) => void update.run(status, quality_rating, address),
    setWebhook: (sid, webhook) => void updateWebhook.run(JSON.stringify(webhook), sid),
  };
}

function sidOf(address: string): string {
  return `XE${createHash('sha256').update(address).digest('hex').slice(0, 32)}`;
}
