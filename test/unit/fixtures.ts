import { setImmediate as turn } from 'node:timers/promises';

import type { Campaign } from '../../shared/campaign/campaign.ts';
import type { Customer } from '../../shared/customer/customer.ts';
import { timestamp, type Clock } from '../../shared/platform/clock.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import type { LogEvent } from '../../shared/platform/log-events.ts';
import type { LogFields } from '../../shared/platform/log-fields.ts';
import type { Sender } from '../../shared/sender/sender.ts';
import type { Tenant } from '../../shared/tenancy/tenant.ts';
import type { Template } from '../../shared/template/template.ts';

/** An id that is the same at each run: what is true of nearly all ids would fail now and then of those that are made by chance. */
export const fixedId = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;

export const START = Date.parse('2026-11-20T12:00:00.000Z');

/** A clock that stands still until it is advanced, or asked to sleep; other work goes on first. */
export function fakeClock(start = START): Clock & { advance(milliseconds: number): void } {
  let now = start;
  return {
    now: () => now,
    async sleepUntil(time) {
      await turn();
      now = Math.max(now, time);
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

/** A log that keeps its lines. */
export function keptLog() {
  const lines: [LogEvent, LogFields][] = [];
  return {
    lines,
    log: (event: LogEvent, fields: LogFields) => void lines.push([event, fields]),
    events: () => lines.map(([event]) => event),
  };
}

/** Keeps what is written to the console until it is given back. */
export function keptConsole() {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  return {
    lines,
    restore() {
      console.log = log;
    },
  };
}

const made = timestamp(START - 3_600_000);

/** The approved template of a campaign's own content. */
export function approved(template_id: string): NonNullable<Campaign['content_templates']> {
  return { default: { template_id, state: 'approved' } };
}

export function campaignOf(given: Partial<Campaign> = {}): Campaign {
  return {
    id: ids.next('cmp'),
    tenant_id: ids.next('ten'),
    sender_id: ids.next('snd'),
    name: 'Autumn',
    message_content: 'Hi {{name | default: "friend"}}, we have news.',
    media_type: 'text',
    language: 'en',
    buttons: [],
    contents: [],
    category: 'marketing',
    send_as: 'template',
    target_criteria: { all: true },
    attribution_window_hours: 72,
    status: 'draft',
    run: 0,
    created_at: made,
    updated_at: made,
    ...given,
  };
}

export function customerOf(given: Partial<Customer> = {}): Customer {
  return {
    id: ids.next('cus'),
    tenant_id: ids.next('ten'),
    phone_number: '+4915112345678',
    country: 'DE',
    name: 'Ana',
    language: 'de',
    timezone: 'Europe/Berlin',
    tags: [],
    attributes: {},
    consent: { status: 'opted_in', source: 'web', text: null, at: made },
    created_at: made,
    updated_at: made,
    last_inbound_at: null,
    ...given,
  };
}

export function tenantOf(given: Partial<Tenant> = {}): Tenant {
  const at = timestamp(START);
  return { id: ids.next('ten'), name: 'Shop', created_at: at, updated_at: at, ...given };
}

export function senderOf(given: Partial<Sender> = {}): Sender {
  return {
    id: ids.next('snd'),
    tenant_id: ids.next('ten'),
    name: 'Main',
    phone_number: '+15550001111',
    rate: 80,
    created_at: made,
    updated_at: made,
    ...given,
  };
}

/** The message of what was thrown, and its kind, code and faults where it has them. */
export async function thrown(run: () => unknown): Promise<{ code?: string; kind?: string; message: string }> {
  try {
    await run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}

/** A template of an account, approved, that has a variable of every kind. */
export function templateOf(given: Partial<Template> = {}): Template {
  return {
    id: ids.next('tpl'),
    tenant_id: ids.next('ten'),
    provider_template_id: 'HX1',
    name: 'autumn_sale',
    language: 'pt-BR',
    category: 'utility',
    status: 'approved',
    rejection_reason: null,
    quality: null,
    content: {
      header: { type: 'text', text: 'Order {{1}}' },
      body: 'Hi {{2}}, it comes on {{3}}.',
      footer: 'Reply STOP',
      buttons: [
        { type: 'reply', title: 'Yes', id: '{{4}}' },
        { type: 'url', title: 'Open', url: 'https://h.example/r/{{5}}', tracked: true },
        { type: 'url', title: 'Track', url: 'https://shop.example/track/{{6}}' },
      ],
    },
    variables: { '1': '12', '2': 'Ana', '3': 'Friday', '4': 'yes', '5': 'abc', '6': 'def' },
    created_at: made,
    last_synced_at: made,
    ...given,
  };
}
