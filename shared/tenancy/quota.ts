import * as z from 'zod';

import { secondsLeft } from '../platform/count-in-window.ts';
import { conflict, HeraldError } from '../platform/errors.ts';
import { fromJson } from '../platform/formats.ts';

const bound = (max: number) => z.number().int().min(1).max(max);

/** The most that a quota may allow: reading them all takes one page. */
export const MAX_WEBHOOK_ENDPOINTS = 100;
/** Before one is removed, all are asked whether they name it. */
const MAX_SEGMENTS = 500;
/** Whoever begins another one reads the jobs of all. */
export const MAX_OPEN_IMPORTS = 100;
/** Likewise. */
export const MAX_RUNNING_EXPORTS = 50;
/** Whoever adds one counts all: some 1,000 read units for so many of a kilobyte. */
const MAX_DRAFTS = 5_000;
/** Whoever adds one counts all. */
const MAX_MEDIA = 1_000;

/** Two counters for each button of a campaign, and all of them are in one row. */
const MAX_CURRENCIES = 20;

/** How much a tenant may make and ask for. Each has a highest value, up to which everything that lists it was built. */
export const quotas = z
  .object({
    requests_per_second: bound(10_000).describe('Over ten seconds: a second may have more.'),
    draft_campaigns: bound(MAX_DRAFTS).describe('Campaigns that were not scheduled or sent yet.'),
    active_campaigns: bound(1_000).describe('Campaigns that are scheduled, sending or paused.'),
    draft_templates: bound(1_000).describe('Templates that were not submitted for review yet.'),
    open_imports: bound(MAX_OPEN_IMPORTS).describe('Imports that wait for their file, or run.'),
    senders: bound(1_000),
    segments: bound(MAX_SEGMENTS).describe('Saved audiences.'),
    api_keys: bound(1_000),
    members: bound(1_000).describe('People who may sign in.'),
    webhook_endpoints: bound(MAX_WEBHOOK_ENDPOINTS),
    running_exports: bound(MAX_RUNNING_EXPORTS).describe('Exports that are being written.'),
    media: bound(MAX_MEDIA).describe('Uploaded pictures, videos and documents.'),
    conversion_types: bound(500).describe('Different names of conversions: each is a counter in every report.'),
    currencies: bound(MAX_CURRENCIES).describe(
      'Different currencies of conversions: each has counters for every button.',
    ),
  })
  .meta({ id: 'Quotas' });
export type Quotas = z.infer<typeof quotas>;
export type Quota = keyof Quotas;

/** A stage's quotas as JSON, those that differ from the default. */
export const stageQuotas = fromJson(quotas.partial());

/** Unless the stage or the tenant has others. */
export const DEFAULT_QUOTAS: Quotas = {
  requests_per_second: 50,
  draft_campaigns: 1_000,
  active_campaigns: 100,
  draft_templates: 250,
  open_imports: 20,
  senders: 50,
  segments: 100,
  api_keys: 100,
  members: 100,
  webhook_endpoints: 20,
  running_exports: 5,
  media: 500,
  conversion_types: 50,
  currencies: MAX_CURRENCIES,
};

/** What a tenant does that has as many as it may have; where nothing is said, it removes one. */
const REMEDY: Readonly<Partial<Record<Quota, string>>> = {
  active_campaigns: 'Wait until one has ended, or cancel one',
  senders: 'Use one of these',
  open_imports: 'Wait until one has ended, or cancel its job',
  running_exports: 'Wait until one has ended, or cancel its job',
  conversion_types: 'Use one of these',
  currencies: 'Use one of these',
};

/** @param count how many there are without the one to be made @throws HeraldError 409 `quota.<name>` */
export function requireRoom(quota: Exclude<Quota, 'requests_per_second'>, allowed: Quotas, count: number): void {
  if (count < allowed[quota]) return;
  const things = quota.replaceAll('_', ' ');
  throw conflict(
    `quota.${quota}`,
    `Your tenant may have ${allowed[quota]} ${things}, and has them. ${REMEDY[quota] ?? 'Remove one'}, or ask whoever operates Herald for more.`,
  );
}

/** Requests are counted by windows of this length. */
export const WINDOW_SECONDS = 10;

/** What is left of a window after a request. */
export interface RequestCount {
  /** How many requests the window allows. */
  readonly limit: number;
  /** Negative when the request is one too many. */
  readonly remaining: number;
  /** Until the next window, rounded up. */
  readonly seconds: number;
}

/** @param requests in the window so far, this one included @param now in milliseconds since the epoch */
export function requestCount({ requests_per_second }: Quotas, requests: number, now: number): RequestCount {
  const limit = requests_per_second * WINDOW_SECONDS;
  return { limit, remaining: limit - requests, seconds: secondsLeft(now, WINDOW_SECONDS) };
}

/** @throws HeraldError 429 when there were more requests than the quota allows */
export function requireRequest({ remaining, limit, seconds }: RequestCount): void {
  if (remaining >= 0) return;
  const message = `Your tenant may send ${limit} requests in ${WINDOW_SECONDS} seconds. Go on in ${seconds} s.`;
  throw new HeraldError('too_many', 'quota.requests_per_second', message, [], seconds);
}

/** The fields that tell a client its limit [draft-ietf-httpapi-ratelimit-headers-10]. */
export function rateLimitHeaders({ limit, remaining, seconds }: RequestCount): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"requests";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"requests";r=${Math.max(0, remaining)};t=${seconds}`,
  };
}
