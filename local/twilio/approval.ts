import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { ApiError } from './api-error.ts';
import type { ContentRow } from './content-row.ts';
import type { Types } from './content-types.ts';
import { parseBody } from './request-body.ts';
import type { Call, Route } from './route.ts';
import { rejection } from './template-review.ts';

/** What WhatsApp decides on templates that follow its rules, and when. Others are rejected after the same time. */
export type Verdict = 'instant' | 'reject' | { readonly delayMs: number };

const submission = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
});

export function approvalStatus({ decided_at, rejection }: ContentRow, now: number) {
  if (decided_at === null) return 'unsubmitted';
  if (now < decided_at) return 'pending';
  return rejection ? 'rejected' : 'approved';
}

/** @param existing finds the content that a call names, and throws when there is none */
export function approvalRoutes(db: DatabaseSync, existing: (call: Call) => ContentRow, verdict: Verdict): Route[] {
  const update = db.prepare(`UPDATE twilio_contents
    SET approval_name = ?, approval_category = ?, decided_at = ?, rejection = ? WHERE sid = ?`);

  function submit(call: Call) {
    const content = existing(call);
    const { name, category } = parseBody(submission, call.body);
    if (content.decided_at !== null) throw new ApiError(20001, 'The content was submitted already');
    const delayMs = typeof verdict === 'object' ? verdict.delayMs : 0;
    const types = JSON.parse(content.types) as Types;
    const reason = verdict === 'reject' ? 'Rejected by the reviewer.' : rejection(types, JSON.parse(content.variables));
    update.run(name, category, Date.now() + delayMs, reason ?? null, content.sid);
    return { status: 201, body: resource(existing(call), 'received') };
  }

  function read(call: Call) {
    const content = existing(call);
    const { sid, account_sid } = content;
    const whatsapp = { type: 'whatsapp', ...resource(content, approvalStatus(content, Date.now())) };
    const url = `https://content.twilio.com/v1/Content/${sid}/ApprovalRequests`;
    return { status: 200, body: { sid, account_sid, whatsapp, url } };
  }

  return [
    { method: 'POST', path: /^\/v1\/Content\/(?<sid>HX\w+)\/ApprovalRequests\/whatsapp$/, handle: submit },
    { method: 'GET', path: /^\/v1\/Content\/(?<sid>HX\w+)\/ApprovalRequests$/, handle: read },
  ];
}

function resource(content: ContentRow, status: string): object {
  return {
    name: content.approval_name ?? '',
    category: content.approval_category ?? '',
    content_type: Object.keys(JSON.parse(content.types))[0],
    status,
    rejection_reason: status === 'rejected' ? content.rejection : '',
    allow_category_change: true,
  };
}
