import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { notFound } from './api-error.ts';
import { approvalRoutes, approvalStatus, type Verdict } from './approval.ts';
import type { ContentRow } from './content-row.ts';
import { contentRequest } from './content-types.ts';
import { parseBody } from './request-body.ts';
import type { Call, Route } from './route.ts';

const CONTENT = /^\/v1\/Content\/(?<sid>HX\w+)$/;

export interface Content extends ContentRow {
  /** The category that it was approved under, if it was. */
  readonly approvedAs: string | undefined;
}

export interface Contents {
  find(accountSid: string, sid: string): Content | undefined;
  readonly routes: readonly Route[];
}

export function contents(db: DatabaseSync, verdict: Verdict): Contents {
  const insert = db.prepare(`INSERT INTO twilio_contents
    (sid, account_sid, created_at, friendly_name, language, variables, types) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const select = db.prepare('SELECT * FROM twilio_contents WHERE account_sid = ? AND sid = ?');
  const remove = db.prepare('DELETE FROM twilio_contents WHERE sid = ?');
  const row = (accountSid: string, sid: string) => select.get(accountSid, sid) as ContentRow | undefined;

  function existing({ accountSid, parts, path }: Call): ContentRow {
    const found = row(accountSid, parts['sid'] ?? '');
    if (!found) throw notFound(path);
    return found;
  }

  function create({ accountSid, body }: Call) {
    const { friendly_name = null, language, variables, types } = parseBody(contentRequest, body);
    const sid = `HX${randomBytes(16).toString('hex')}`;
    insert.run(sid, accountSid, Date.now(), friendly_name, language, JSON.stringify(variables), JSON.stringify(types));
    return { status: 201, body: resource(row(accountSid, sid) as ContentRow) };
  }

  function destroy(call: Call) {
    remove.run(existing(call).sid);
    return { status: 204 };
  }

  return {
    find(accountSid, sid) {
      const found = row(accountSid, sid);
      const approved = found && approvalStatus(found, Date.now()) === 'approved';
      return found && { ...found, approvedAs: approved ? (found.approval_category ?? undefined) : undefined };
    },
    routes: [
      { method: 'POST', path: /^\/v1\/Content$/, handle: create },
      { method: 'GET', path: CONTENT, handle: (call) => ({ status: 200, body: resource(existing(call)) }) },
      { method: 'DELETE', path: CONTENT, handle: destroy },
      ...approvalRoutes(db, existing, verdict),
    ],
  };
}

function resource(row: ContentRow): object {
  const url = `https://content.twilio.com/v1/Content/${row.sid}`;
  const date = new Date(row.created_at).toISOString().replace(/\.\d+/, '');
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    language: row.language,
    variables: JSON.parse(row.variables),
    types: JSON.parse(row.types),
    url,
    date_created: date,
    date_updated: date,
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  };
}
