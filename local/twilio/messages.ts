import type { DatabaseSync } from 'node:sqlite';
import { notFound } from './api-error.ts';
import type { CreateMessage } from './create-message.ts';
import type { FaultyCreates } from './faults.ts';
import { messageList } from './message-list.ts';
import { resource, type MessageRow } from './message.ts';
import { receivedResource, type ReceivedRow } from './received.ts';
import type { Call, Route } from './route.ts';

const LIST = /^\/2010-04-01\/Accounts\/(?<account>\w+)\/Messages\.json$/;
const MESSAGE = /^\/2010-04-01\/Accounts\/(?<account>\w+)\/Messages\/(?<sid>\w+)\.json$/;

export function messageRoutes(db: DatabaseSync, createMessage: CreateMessage, faults: FaultyCreates): Route[] {
  const select = db.prepare('SELECT * FROM twilio_messages WHERE account_sid = ? AND sid = ?');
  const selectReceived = db.prepare('SELECT * FROM twilio_received WHERE account_sid = ? AND sid = ?');

  function create({ accountSid, body }: Call) {
    return faults.apply(new URLSearchParams(body).get('To') ?? '', async (failsWith) => {
      const row = await createMessage(accountSid, body, failsWith);
      return { status: 201, body: resource(row, row.created_at) };
    });
  }

  function fetch({ accountSid, parts, path }: Call) {
    const row = select.get(accountSid, parts['sid'] ?? '') as MessageRow | undefined;
    const received = selectReceived.get(accountSid, parts['sid'] ?? '') as ReceivedRow | undefined;
    if (row) return { status: 200, body: resource(row, Date.now()) };
    if (!received) throw notFound(path);
    return { status: 200, body: receivedResource(received) };
  }

  const ownAccount = (handle: Route['handle']) => (call: Call) => {
    if (call.parts['account'] !== call.accountSid) throw notFound(call.path);
    return handle(call);
  };
  return [
    { method: 'POST', path: LIST, handle: ownAccount(create) },
    { method: 'GET', path: LIST, handle: ownAccount(messageList(db)) },
    { method: 'GET', path: MESSAGE, handle: ownAccount(fetch) },
  ];
}
