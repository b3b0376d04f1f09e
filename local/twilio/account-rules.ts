import type { DatabaseSync } from 'node:sqlite';
import ipaddr from 'ipaddr.js';
import type { Account } from './account.ts';
import { refusedWith } from './known-errors.ts';
import type { Limits } from './limits.ts';
import type { MessageRequest } from './message-request.ts';
import type { Rules } from './rules.ts';

const DAY_MS = 86_400_000;

/** @throws ApiError for what the account may not do, whoever the message is to */
export type CheckAccount = (accountSid: string, request: Pick<MessageRequest, 'to' | 'statusCallback'>) => void;

export function accountRules(
  db: DatabaseSync,
  accounts: readonly Account[],
  rules: Rules,
  limits: Limits,
): CheckAccount {
  const sent = db.prepare('SELECT count(*) AS today FROM twilio_messages WHERE account_sid = ? AND created_at >= ?');
  const verified = new Map(accounts.map((account) => [account.accountSid, new Set(account.verified)]));
  const today = (accountSid: string) => {
    const day = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    return (sent.get(accountSid, day) as { today: number }).today;
  };
  return (accountSid, { to, statusCallback }) => {
    const number = to.replace('whatsapp:', '');
    if (statusCallback !== null && isRefused(new URL(statusCallback), rules)) throw refusedWith(21609);
    if (rules.holds('trial') && !verified.get(accountSid)?.has(number)) throw refusedWith(21608);
    if (rules.holds('account_daily_limit') && today(accountSid) >= limits.account_daily) throw refusedWith(63038);
  };
}

function isRefused({ protocol, hostname }: URL, rules: Rules): boolean {
  if (rules.holds('https_callbacks') && protocol !== 'https:') return true;
  return rules.holds('public_callbacks') && !isPublic(hostname);
}

function isPublic(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address)) return ipaddr.process(address).range() === 'unicast';
  return hostname.includes('.') && !/\.(localhost|local|internal|lan|home\.arpa)$/.test(hostname);
}
