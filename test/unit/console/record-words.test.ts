import { expect, test } from 'vitest';

import {
  actionWords,
  actorWords,
  changeWords,
  eventWords,
  scopeWords,
  thingOf,
} from '../../../console/services/record-words.ts';
import { auditLevel } from '../../../shared/contract/audit-level.ts';
import { openApi } from '../../../shared/contract/openapi.ts';
import { SCOPES } from '../../../shared/contract/scope.ts';
import { EVENT_TYPES, MESSAGE_EVENT_TYPES } from '../../../shared/event/domain-event.ts';
import { ROUTES } from '../../../shared/routes.ts';

const AUDITED = ROUTES.filter((route) => auditLevel(route) !== 'none').map(({ id }) => id);
const BY_HERALD = ['campaign.start', 'campaign.complete', 'campaign.reschedule', 'webhook_endpoint.disable'];

test.each([...AUDITED, ...BY_HERALD])('what was done is told in words: %s', (action) => {
  expect(actionWords(action)).toMatch(/^[A-Z][A-Za-z -]+$/);
});

test('each says what a person would', () => {
  expect(actionWords('campaign.execute')).toBe('Sent the campaign');
  expect(actionWords('api_key.create')).toBe('Created the API key');
  expect(actionWords('campaign.test')).toBe('Tested the campaign');
  expect(actionWords('tenant.change')).toBe('Changed the settings');
  expect(actionWords('webhook_endpoint.rotate')).toBe('Gave a new secret to the webhook');
  expect(actionWords('job.customer.import')).toBe('Ended: person import');
  expect(thingOf('segment')).toBe('segment');
});

test('what a key or Herald did is told of those', () => {
  expect(actorWords({ name: 'Ana', kind: 'member' })).toBe('Ana');
  expect(actorWords({ name: null, kind: 'system' })).toBe('Herald');
  expect(actorWords({ name: null, kind: 'api_key' })).toBe('a key');
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: object;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

const { components, paths } = openApi(ROUTES) as {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

function fieldsOf({ $ref, properties = {}, anyOf = [], oneOf = [], allOf = [] }: Schema = {}): string[] {
  const named = $ref && components.schemas[$ref.split('/').at(-1) ?? ''];
  return [...(named ? fieldsOf(named) : Object.keys(properties)), ...[...anyOf, ...oneOf, ...allOf].flatMap(fieldsOf)];
}

const CHANGED = new Set(
  ROUTES.filter((route) => auditLevel(route) !== 'none').flatMap(({ path, method }) =>
    fieldsOf(paths[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema),
  ),
);

test.each([...CHANGED])('what was changed is named as a person would: %s', (field) => {
  expect(CHANGED.size).toBeGreaterThan(60);
  const words = changeWords({ field });
  expect(words).toMatch(/^[A-Z][A-Za-z -]+(, in percent|, the rest gets)?$/);
  expect(words).not.toMatch(/\b(id|key|media|criteria|conversion|customer|send as|window)\b/i);
});

test('languages, countries and choices are told as forms show them, and what people wrote as they wrote it', () => {
  expect(changeWords({ field: 'language', from: 'en', to: 'pt-BR' })).toBe('Language: English → Brazilian Portuguese');
  expect(changeWords({ field: 'default_country', from: null, to: 'DE' })).toMatch(/: Germany$/);
  expect(changeWords({ field: 'media_type', from: 'text', to: 'image' })).toMatch(/: No picture or file → Picture$/);
  expect(changeWords({ field: 'status', from: 'sending', to: 'completed' })).toBe('Status: Sending → Finished');
  expect(changeWords({ field: 'name', from: 'draft', to: 'sending' })).toBe('Name: draft → sending');
});

test('what was changed has no quotes, no names of the API, and times as clocks show them', () => {
  expect(changeWords({ field: 'status', from: 'draft', to: 'sending' })).toBe('Status: Draft → Sending');
  expect(changeWords({ field: 'approval_above', from: null, to: 5000 })).toMatch(/^Above so many people .*: 5,000$/);
  expect(changeWords({ field: 'holdout', from: null, to: 0.1 })).toBe('Get nothing by chance, in percent: 10');
  expect(changeWords({ field: 'conversion_type' })).toBe('Purchase type');
  expect(changeWords({ field: 'footer', from: 'Reply STOP', to: null })).toBe('Small print: Reply STOP → –');
  expect(changeWords({ field: 'target_criteria', from: { all: true }, to: { tags_any: ['vip'] } })).toBe('People');
  const [from, to] = ['snd_01KB2QW6ZC8N4T5V7X9Y1A3B5D', 'snd_01KB2QW6ZC8N4T5V7X9Y1A3B5E'];
  expect(changeWords({ field: 'default_sender_id', from, to })).toBe('Default sender');
  const names: Readonly<Record<string, string>> = { [from]: 'Shop', [to]: 'Café' };
  expect(changeWords({ field: 'default_sender_id', from, to }, (id) => names[id])).toBe('Default sender: Shop → Café');
  expect(changeWords({ field: 'scheduled_at', from: null, to: '2026-01-03T09:00:00.000Z' })).toMatch(
    /^Start: [^T]*Jan[^T]*$/,
  );
});

test.each([...EVENT_TYPES, ...MESSAGE_EVENT_TYPES])('what a webhook is told of is said in words: %s', (type) => {
  expect(eventWords(type)).toMatch(/^[A-Z][a-z ]+$/);
  expect(eventWords(type)).not.toMatch(/customer|conversion|clicked|alert/i);
});

test.each(SCOPES)('what a key may do is said in words: %s', (scope) => {
  expect(scopeWords(scope)).toMatch(/^(see|write|send|change|manage) (?!customers|conversations|analytics|audit)/);
});
