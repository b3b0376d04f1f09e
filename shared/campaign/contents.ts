import * as z from 'zod';

import { patchShape } from '../contract/derive.ts';
import type { Button } from '../content/button.ts';
import { contentFields, storedContentFields, type ContentFields } from '../content/content-fields.ts';
import { existingTemplate } from '../content/existing-template.ts';
import { idOf } from '../platform/ids.ts';
import { contentOf, needsTemplate, type Content } from '../content/content.ts';
import { isChosenAtPlanning } from './asked.ts';
import { matches, NO_FACTS, storedCriteria, targetCriteria, type Candidate, type Facts } from './audience.ts';
import { VARIANT, variant, WEIGHT, weight, type experimentFields } from './experiment.ts';

/** Together with the campaign's own content. Three buttons each, so that one byte numbers all buttons. */
export const MAX_CONTENTS = 20;

/** The key of the campaign's own content. */
export const OWN_CONTENT = 'default';

/** The network's limit for the variables of a template, and for each. */
const MAX_VARIABLES = 100;
const variableText = z
  .string()
  .trim()
  .min(1)
  .max(1600)
  .regex(/^[^\r\n]*$/, 'must be one line');

const KEY = 'Names it in messages and reports.';
const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'must be 1 to 32 small letters, digits, _ or -, like de or vip-de')
  .refine((text) => text !== OWN_CONTENT, `${OWN_CONTENT} is the key of the campaign's own content`)
  .meta({ description: KEY, examples: ['de'] });

/** An existing template in place of a content of one's own. */
export const templateChoice = {
  template_id: idOf('tpl')
    .optional()
    .describe('An existing template, in place of message_content and what goes with it.'),
  template_variables: z
    .record(z.string().regex(/^\d{1,3}$/, 'must be the number of a variable, like "1"'), variableText)
    .refine((given) => Object.keys(given).length <= MAX_VARIABLES, `at most ${MAX_VARIABLES} variables`)
    .optional()
    .meta({
      description: 'What stands in each of its variables, by number; a text may hold placeholders.',
      examples: [{ 1: '{{name}}', 2: 'Friday' }],
    }),
};

/** Another content of a campaign: the fields in which it differs from the campaign's own; null leaves one out. */
export const otherContent = z.strictObject({
  key,
  when: targetCriteria
    .optional()
    .describe('For whom it is, in this campaign’s audience; for everyone whose language it is, unless given.'),
  variant: variant.optional().describe(VARIANT),
  weight: weight.optional().describe(WEIGHT),
  ...templateChoice,
  ...patchShape(contentFields),
});

export const storedOtherContent = otherContent.extend({
  key: z.string().meta({ description: KEY, examples: ['de'] }),
  when: storedCriteria.optional(),
  ...patchShape(storedContentFields),
  existing: existingTemplate.optional(),
});

/** The same as callers see it. */
export const shownOtherContent = z.object(storedOtherContent.omit({ existing: true }).shape);
export type OtherContent = z.infer<typeof storedOtherContent>;

/** A campaign's fields from which its contents follow. */
export type WithContents = ContentFields & { readonly contents?: readonly OtherContent[] | undefined } & Partial<
    z.infer<z.ZodObject<typeof experimentFields>>
  >;

export interface CampaignContent {
  readonly key: string;
  readonly when?: OtherContent['when'];
  /** The arm of an experiment that it belongs to, and the arm's weight; undefined when it is no arm's. */
  readonly arm?: { readonly variant: string; readonly weight: number } | undefined;
  readonly fields: ContentFields;
  readonly content: Content;
}

/** The contents of a campaign, its own first. */
export function contentsOf(campaign: WithContents): readonly [CampaignContent, ...CampaignContent[]] {
  const own = { key: OWN_CONTENT, arm: armOf(OWN_CONTENT, campaign), fields: campaign, content: contentOf(campaign) };
  return [own, ...(campaign.contents ?? []).map((other) => differing(campaign, other))];
}

function armOf(key: string, { variant, weight }: Pick<OtherContent, 'variant' | 'weight'>): CampaignContent['arm'] {
  return weight === undefined ? undefined : { variant: variant ?? key, weight };
}

function differing(own: ContentFields, { key, when, variant, weight, ...given }: OtherContent): CampaignContent {
  const differences = Object.entries<unknown>(given).filter(([, value]) => value !== undefined);
  // The campaign's own template says nothing of another content.
  const fields = {
    ...own,
    existing: undefined,
    ...Object.fromEntries(differences.map(([name, value]) => [name, value ?? undefined])),
  };
  return { key, when, arm: armOf(key, { variant, weight }), fields, content: contentOf(fields) };
}

/** The content of this key; the campaign's own for a message that names none. */
export function contentOfKey(campaign: WithContents, key: string = OWN_CONTENT): CampaignContent {
  const contents = contentsOf(campaign);
  return contents.find((content) => content.key === key) ?? contents[0];
}

/**
 * The content that a customer gets; who takes part in an experiment gets that of an arm. Of those for which a customer meets `when`, the first decides; then, of those with the
 * same `when`, the one in the customer's language, else in its base (`pt` for `pt-BR`), else in the campaign's, else the first.
 * Where contents are chosen at planning, it is what was chosen then, and the campaign's own of whom nothing is known.
 */
export function chooseContent(campaign: WithContents, customer: Candidate): CampaignContent {
  if (isChosenAtPlanning(campaign)) return contentOfKey(campaign, customer.chosen?.content_key);
  return choiceOf(campaign, customer).content;
}

/** The contents that are chosen by criteria and language: all, but of an experiment the control's alone. */
function chosenFrom(campaign: WithContents): readonly [CampaignContent, ...CampaignContent[]] {
  const [own, ...others] = contentsOf(campaign);
  return [own, ...others.filter(({ arm }) => arm === undefined || arm.variant === own.arm?.variant)];
}

/** The keys of the contents that somebody may be given by name: an arm is given by chance alone. */
export function choosableKeys(campaign: WithContents): string[] {
  return chosenFrom(campaign).map(({ key }) => key);
}

/** What decided which content a customer gets. */
export const CHOICES = [
  ...['only_content', 'language', 'base_language', 'campaign_language', 'criterion'],
  ...(['experiment', 'recommendation', 'fallback'] as const),
] as const;
export type Choice = (typeof CHOICES)[number];

/** What the rules choose, and what decided it. @param facts what criteria look at beyond the customer */
export function choiceOf(
  campaign: WithContents,
  customer: Candidate,
  facts: Facts = NO_FACTS,
): { readonly content: CampaignContent; readonly why: Choice } {
  const contents = chosenFrom(campaign);
  if (contents.length === 1) return { content: contents[0], why: 'only_content' };
  const fitting = contents.find(({ when }) => when && matches(when, customer, facts)) ?? contents[0];
  const group = contents.filter(({ when }) => isSame(when, fitting.when));
  const speaking = (language: string | undefined) => group.find(({ content }) => content.language === language);
  const [base] = customer.language?.split('-', 1) ?? [];
  const ways = [
    ['language', speaking(customer.language ?? undefined)],
    ['base_language', speaking(base)],
    ['campaign_language', speaking(campaign.language)],
  ] as const;
  for (const [why, content] of ways) if (content) return { content, why };
  return { content: fitting, why: 'criterion' };
}

export function isSame(a: OtherContent['when'], b: OtherContent['when']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Whether a content goes as an approved template. Of campaigns that began in earlier versions, only what needs one does.
 * @param content the campaign's own unless it is given
 */
export function isTemplated(
  campaign: ContentFields & { readonly send_as?: string | undefined; readonly started_at?: string | undefined },
  content?: Content,
): boolean {
  const { send_as, started_at } = campaign;
  if (send_as) return send_as === 'template';
  return started_at === undefined || needsTemplate(content ?? contentOf(campaign));
}

type Category = NonNullable<NonNullable<Content['existing']>['category']>;

/** As what a content is sent: an existing template has a category of its own. */
export function categoryOf({ category }: { readonly category: Category }, { existing }: Content): Category {
  return existing?.category ?? category;
}

/** A button of a campaign, and the key of the content that it belongs to. */
export interface PlacedButton {
  readonly content_key: string;
  readonly button: Button;
}

/** All buttons of a campaign's contents. A button's index is its place, which tokens name. */
export function buttonsOf(campaign: WithContents): readonly PlacedButton[] {
  return contentsOf(campaign).flatMap(({ key, content }) =>
    content.buttons.map((button) => ({ content_key: key, button })),
  );
}

/** The place of a content's first button. */
export function firstPlace(campaign: WithContents, key: string): number {
  return Math.max(
    0,
    buttonsOf(campaign).findIndex(({ content_key }) => content_key === key),
  );
}

/** The button of this id in a content, or in the first content that has one. */
export function findButton(campaign: WithContents, id: string, key: string | undefined): Button | undefined {
  const own = contentOfKey(campaign, key).content.buttons.find((button) => button.id === id);
  return own ?? buttonsOf(campaign).find(({ button }) => button.id === id)?.button;
}
