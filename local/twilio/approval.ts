import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { approvalOf, approvalStatus, type ContentRow } from './content-row.ts';
import { parseBody } from './request-body.ts';
import type { Call, Route } from './route.ts';
import type { Rules } from './rules.ts';
import { rejection } from './template-review.ts';
import type { Web } from './web.ts';

/** What WhatsApp decides on templates that follow its rules, and when. Others are rejected after the same time. */
export type Verdict = 'instant' | 'reject' | { readonly delayMs: number };

export interface Reviewer {
  readonly rules: Rules;
  readonly web: Web;
  verdict(): Verdict;
}

const submission = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
});

/** @param existing finds the content that a call names, and throws when there is none */
export function approvalRoutes(
  db: DatabaseSync,
  existing: (call: Call) => ContentRow,
  { rules, web, verdict }: Reviewer,
): Route[] {
  const submitted = db.prepare('UPDATE twilio_contents SET approval_name = ?, approval_category = ? WHERE sid = ?');
  const decided = db.prepare(
    'UPDATE twilio_contents SET approval_category = ?, decided_at = ?, rejection = ? WHERE sid = ?',
  );
  const take = db.prepare('INSERT OR IGNORE INTO twilio_template_names (account_sid, language, name) VALUES (?, ?, ?)');

  async function submit(call: Call) {
    const content = existing(call);
    const { sid, account_sid, language } = content;
    const { name, category } = parseBody(submission, call.body);
    if (content.approval_name !== null) throw new ApiError(20001, 'The content was submitted already');
    const given = verdict();
    const nameIsTaken = take.run(account_sid, language, name).changes === 0;
    submitted.run(name, category, sid);
    const of = { language, types: JSON.parse(content.types), samples: JSON.parse(content.variables), nameIsTaken };
    const reason = (await rejection(of, rules, web)) ?? (given === 'reject' ? 'Rejected by the reviewer.' : null);
    const becomes = category === 'UTILITY' && rules.holds('template_recategorised') ? 'MARKETING' : category;
    decided.run(becomes, Date.now() + (typeof given === 'object' ? given.delayMs : 0), reason, sid);
    return { status: 201, body: approvalOf({ ...existing(call), approval_category: category }, 'received') };
  }

  function read(call: Call) {
    const content = existing(call);
    const { sid, account_sid } = content;
    const whatsapp = { type: 'whatsapp', ...approvalOf(content, approvalStatus(content, Date.now())) };
    const url = `https://content.twilio.com/v1/Content/${sid}/ApprovalRequests`;
    return { status: 200, body: { sid, account_sid, whatsapp, url } };
  }

  return [
    { method: 'POST', path: /^\/v1\/Content\/(?<sid>HX\w+)\/ApprovalRequests\/whatsapp$/, handle: submit },
    { method: 'GET', path: /^\/v1\/Content\/(?<sid>HX\w+)\/ApprovalRequests$/, handle: read },
  ];
}
