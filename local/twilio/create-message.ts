import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { CheckAccount } from './account-rules.ts';
import { unsubscribed } from './api-error.ts';
import { refusal } from './channel.ts';
import type { Content, Contents } from './content.ts';
import { shown, type Rendered, type Types } from './content-types.ts';
import type { Person } from './customers.ts';
import { transaction } from '../aws/database.ts';
import { deliver, type DelayRange } from './delivery.ts';
import { refusedWith } from './known-errors.ts';
import type { Limits } from './limits.ts';
import { mediaFault } from './media.ts';
import { invalidContentSid, invalidVariables, readMessageRequest, type MessageRequest } from './message-request.ts';
import type { MessageRow } from './message.ts';
import type { OptOuts } from './opt-outs.ts';
import type { Pace } from './pace.ts';
import type { Reach } from './reach.ts';
import type { Rules } from './rules.ts';
import { sandboxTemplate } from './sandbox-templates.ts';
import type { SenderOf } from './service-senders.ts';
import type { Senders } from './senders.ts';
import { fill } from './template.ts';
import type { Web } from './web.ts';
import type { Windows } from './window.ts';

/** How long WhatsApp wants between two messages to the same person. */
const PAIR_MS = 6_000;

interface Dependencies {
  readonly db: DatabaseSync;
  readonly rules: Rules;
  readonly limits: Limits;
  readonly web: Web;
  readonly checkAccount: CheckAccount;
  readonly senderOf: SenderOf;
  readonly senders: Senders;
  readonly reach: Reach;
  readonly contents: Contents;
  readonly windows: Windows;
  readonly optOuts: OptOuts;
  readonly pace: Pick<Pace, 'take'>;
  readonly personAt: (address: string) => Person;
  readonly delay: DelayRange;
  readonly onCallbacks: (count: number) => void;
  /** Stores how the recipient will act on it, in the same transaction. */
  readonly plan: (message: MessageRow) => void;
}

/**
 * @param failsWith the code that the message fails with in any case
 * @throws ApiError when nothing was created
 */
export type CreateMessage = (accountSid: string, form: string, failsWith?: number) => Promise<MessageRow>;

export function messageCreator(dependencies: Dependencies): CreateMessage {
  const { db, rules, limits, web, checkAccount, senderOf, senders, reach, contents, windows, optOuts } = dependencies;
  const { pace, personAt, delay, onCallbacks, plan } = dependencies;
  const insert = db.prepare(`INSERT INTO twilio_messages
    (sid, account_sid, recipient, sender, service_sid, created_at, request, callback_url, rendered, num_media,
     sent_at, delivered_at, read_at, failed_at, failure, error_code)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`);
  const selectLast = db.prepare(
    'SELECT 1 FROM twilio_messages WHERE recipient = ? AND sender = ? AND created_at > ? AND failure IS NULL',
  );
  const insertCallback = db.prepare('INSERT INTO twilio_callbacks (sid, event, due_at) VALUES (?, ?, ?)');

  /** Why the channel does not deliver it. */
  async function refusalOf(
    accountSid: string,
    { to }: MessageRequest,
    from: string,
    content: Content | undefined,
    rendered: Rendered,
  ) {
    const windowOpen = windows.isOpen(to, from);
    const hasJoined = windows.hasJoined(to, from);
    const isPressed = rules.holds('pair_pace') && selectLast.get(to, from, Date.now() - PAIR_MS) !== undefined;
    const refused = refusal({ to, rendered, content, windowOpen, hasJoined, isPressed }, rules);
    if (refused) return refused;
    const { media = [] } = rendered;
    const fault = rules.holds('media') && media.length > 0 && (await mediaFault(media, !!content?.approvedAs, web));
    if (fault) return fault;
    const isFirst = rules.holds('portfolio_limit') && !windows.isOpen(to, from);
    return isFirst && !reach.allows(accountSid, to, limits.portfolio) ? 63018 : undefined;
  }

  function contentOf(accountSid: string, sid: string): Content | undefined {
    return contents.find(accountSid, sid) ?? (rules.holds('sandbox_templates') ? sandboxTemplate(sid) : undefined);
  }

  return async (accountSid, form, failsWith) => {
    const request = readMessageRequest(new URLSearchParams(form));
    const { to, serviceSid, contentSid, statusCallback } = request;
    const from = senderOf(accountSid, request);
    checkAccount(accountSid, request);
    senders.sends(accountSid, from);
    const content = contentSid ? contentOf(accountSid, contentSid) : undefined;
    if (contentSid && !content) throw invalidContentSid();
    if (content && rules.holds('template_status')) refuseStopped(content);
    const rendered = content ? renderContent(content, request) : { body: request.body, media: request.mediaUrls };
    if (optOuts.has(to, from)) throw unsubscribed();
    const queued = pace.take(from);

    const refused = failsWith ?? (await refusalOf(accountSid, request, from, content, rendered));
    const now = Date.now();
    const numMedia = rendered.media?.length ?? 0;
    const sid = `${numMedia > 0 ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`;
    const { delivery, callbacks } = deliver(personAt(to), refused, now + queued, delay);
    const { sent_at, delivered_at, read_at, failed_at, failure, error_code } = delivery;
    const reported = statusCallback ? callbacks : [];
    const row = transaction(db, () => {
      for (const { event, due_at } of reported) insertCallback.run(sid, event, due_at);
      const stored = insert.get(
        ...[sid, accountSid, to, from, serviceSid, now, form, statusCallback, JSON.stringify(rendered), numMedia],
        ...[sent_at, delivered_at, read_at, failed_at, failure, error_code],
      ) as unknown as MessageRow;
      plan(stored);
      return stored;
    });
    onCallbacks(reported.length);
    return row;
  };
}

/** @throws ApiError 63041, 63042 */
function refuseStopped({ status }: Content): void {
  if (status === 'paused') throw refusedWith(63041);
  if (status === 'disabled') throw refusedWith(63042);
}

/** @throws ApiError 21656 for a value that an approved template does not accept */
function renderContent(content: Content, { variables }: MessageRequest): Rendered {
  const isInvalid = (value: string) => value === '' || /[\n\t]| {5}/.test(value);
  if (content.approvedAs && Object.values(variables).some(isInvalid)) throw invalidVariables();
  return shown(fill(content.types, { ...JSON.parse(content.variables), ...variables }) as Types);
}
