import type { ReportedStatus, StatusReport } from '../provider.ts';
import { classify } from './error-codes.ts';

/** Twilio's words for a message's status, and Herald's. Any other word says nothing that Herald keeps. */
const STATUS = new Map<string, ReportedStatus>([
  ['accepted', 'accepted'],
  ['queued', 'accepted'],
  ['sending', 'accepted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['undelivered', 'undelivered'],
]);

/** A message's status in Twilio's words as a report; undefined for a word that says nothing that Herald keeps. */
export function statusReport(
  provider_sid: string,
  word: string,
  errorCode: string | undefined,
): StatusReport | undefined {
  const status = STATUS.get(word);
  if (!status) return undefined;
  const failed = status === 'failed' || status === 'undelivered';
  const code = /^\d{1,9}$/.test(errorCode ?? '') ? String(errorCode) : 'none';
  return { status, provider_sid, error: failed ? { code, class: classify(code) } : undefined };
}
