import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { notFound } from './api-error.ts';
import { approvalRoutes, type Reviewer } from './approval.ts';
import { approvalOf, approvalStatus, type ApprovalStatus, type ContentRow, type LaterStatus } from './content-row.ts';
import { contentRequest } from './content-types.ts';
import { pageOf } from './pages.ts';
import { parseBody } from './request-body.ts';
import type { Call, Route } from './route.ts';

const HOST = 'https://content.twilio.com';
const CONTENT = /^\/v1\/Content\/(?<sid>HX\w+)$/;

export interface Content extends ContentRow {
  /** The category that it was approved under, if it is approved. */
  readonly approvedAs: string | undefined;
  readonly status: ApprovalStatus;
}

/** What WhatsApp changes of a template after its review. */
export interface TemplateChange {
  readonly status?: LaterStatus | undefined;
  readonly rejection_reason?: string | undefined;
  readonly category?: 'UTILITY' | 'MARKETING' | undefined;
}

export interface Contents {
  find(accountSid: string, sid: string): Content | undefined;
  /** @param template the sid of a content, or the name that it was submitted under */
  change(template: string, change: TemplateChange): void;
  readonly routes: readonly Route[];
}

export function contents(db: DatabaseSync, reviewer: Reviewer): Contents {
  const insert = db.prepare(`INSERT INTO twilio_contents
    (sid, account_sid, created_at, friendly_name, language, variables, types) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const select = db.prepare('SELECT * FROM twilio_contents WHERE account_sid = ? AND sid = ?');
  const list = db.prepare(`SELECT * FROM twilio_contents WHERE account_sid = $account
    AND ($after IS NULL OR rowid < (SELECT rowid FROM twilio_contents WHERE sid = $after)) ORDER BY rowid DESC LIMIT $limit`);
  const change = db.prepare(`UPDATE twilio_contents SET later_status = coalesce($status, later_status),
    rejection = coalesce($reason, rejection), approval_category = coalesce($category, approval_category)
    WHERE sid = $template OR approval_name = $template`);
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

  const listOf = (shown: (row: ContentRow) => object) => (call: Call) =>
    pageOf(call, {
      ...{ host: HOST, key: 'contents', shown },
      idOf: ({ sid }) => sid,
      rows: (limit, after) =>
        list.all({ account: call.accountSid, after: after ?? null, limit }) as unknown as readonly ContentRow[],
    });

  return {
    find(accountSid, sid) {
      const found = row(accountSid, sid);
      if (!found) return undefined;
      const status = approvalStatus(found, Date.now());
      return {
        ...found,
        status,
        approvedAs: status === 'approved' ? (found.approval_category ?? undefined) : undefined,
      };
    },
    change(template, { status = null, rejection_reason: reason = null, category = null }) {
      change.run({ template, status, reason, category });
    },
    routes: [
      { method: 'POST', path: /^\/v1\/Content$/, handle: create },
      { method: 'GET', path: /^\/v1\/Content$/, handle: listOf(resource) },
      { method: 'GET', path: /^\/v1\/ContentAndApprovals$/, handle: listOf(resourceWithApproval) },
      { method: 'GET', path: CONTENT, handle: (call) => ({ status: 200, body: resource(existing(call)) }) },
      { method: 'DELETE', path: CONTENT, handle: destroy },
      ...approvalRoutes(db, existing, reviewer),
    ],
  };
}

function resource(row: ContentRow): object {
  const url = `${HOST}/v1/Content/${row.sid}`;
  const links = { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` };
  return { ...fields(row), url, links };
}

function resourceWithApproval(row: ContentRow): object {
  return { ...fields(row), approval_requests: approvalOf(row, approvalStatus(row, Date.now())) };
}

function fields(row: ContentRow): object {
  const date = new Date(row.created_at).toISOString().replace(/\.\d+/, '');
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    language: row.language,
    variables: JSON.parse(row.variables),
    types: JSON.parse(row.types),
    date_created: date,
    date_updated: date,
  };
}
