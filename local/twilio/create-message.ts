import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { tooManyRequests, unsubscribed } from './api-error.ts';
import { refusal } from './channel.ts';
import type { Content, Contents } from './content.ts';
import { shown, type Rendered, type Types } from './content-types.ts';
import type { Person } from './customers.ts';
import { transaction } from '../aws/database.ts';
import { deliver, type DelayRange } from './delivery.ts';
import { invalidContentSid, invalidVariables, readMessageRequest, type MessageRequest } from './message-request.ts';
import type { MessageRow } from './message.ts';
import type { OptOuts } from './opt-outs.ts';
import { fill } from './template.ts';
import type { Windows } from './window.ts';

interface Dependencies {
  readonly db: DatabaseSync;
  readonly contents: Contents;
  readonly windows: Windows;
  readonly optOuts: OptOuts;
  readonly maySend: (sender: string) => boolean;
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
export type CreateMessage = (accountSid: string, form: string, failsWith?: number) => MessageRow;

export function messageCreator(dependencies: Dependencies): CreateMessage {
  const { db, contents, windows, optOuts, maySend, personAt, delay, onCallbacks, plan } = dependencies;
  const insert = db.prepare(`INSERT INTO twilio_messages
    (sid, account_sid, recipient, sender, service_sid, created_at, request, callback_url, rendered, num_media,
     sent_at, delivered_at, read_at, failed_at, failure, error_code)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`);
  const insertCallback = db.prepare('INSERT INTO twilio_callbacks (sid, event, due_at) VALUES (?, ?, ?)');

  return (accountSid, form, failsWith) => {
    const request = readMessageRequest(new URLSearchParams(form));
    const { to, from, serviceSid, contentSid, statusCallback } = request;
    const content = contentSid ? contents.find(accountSid, contentSid) : undefined;
    if (contentSid && !content) throw invalidContentSid();
    const rendered = content ? renderContent(content, request) : { body: request.body, media: request.mediaUrls };
    if (optOuts.has(to, from)) throw unsubscribed();
    if (!maySend(from)) throw tooManyRequests();

    const now = Date.now();
    const numMedia = rendered.media?.length ?? 0;
    const sid = `${numMedia > 0 ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`;
    const refused = failsWith ?? refusal({ to, rendered, content, windowOpen: windows.isOpen(to, from) });
    const { delivery, callbacks } = deliver(personAt(to), refused, now, delay);
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

/** @throws ApiError 21656 for a value that an approved template does not accept */
function renderContent(content: Content, { variables }: MessageRequest): Rendered {
  const isInvalid = (value: string) => value === '' || /[\n\t]| {5}/.test(value);
  if (content.approvedAs && Object.values(variables).some(isInvalid)) throw invalidVariables();
  return shown(fill(content.types, { ...JSON.parse(content.variables), ...variables }) as Types);
}
