import type { ReportedStatus, StatusReport } from '../provider.ts';
import { errorOf } from './error-codes.ts';

/** Twilio's message statuses and the status that Herald keeps for each; others are ignored. */
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

/** Twilio's status of a message as a report; undefined for a status that Herald does not keep. */
export function statusReport(
  provider_sid: string,
  twilioStatus: string,
  errorCode: string | undefined,
): StatusReport | undefined {
  const status = STATUS.get(twilioStatus);
  if (!status) return undefined;
  const failed = status === 'failed' || status === 'undelivered';
  const code = /^\d{1,9}$/.test(errorCode ?? '') ? String(errorCode) : 'none';
  return { status, provider_sid, error: failed ? errorOf(code) : undefined };
}
