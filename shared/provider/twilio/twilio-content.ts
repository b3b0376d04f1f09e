import { createHash } from 'node:crypto';

import type { Button } from '../../content/button.ts';
import type { ButtonType } from '../../content/button-type.ts';
import type { ExistingTemplate } from '../../content/existing-template.ts';
import { placeholdersOf, type Content } from '../../content/content.ts';
import { placeholders, replacePlaceholders } from '../../content/placeholder.ts';
import { SAMPLE_TOKEN } from '../../content/sample-link.ts';
import type { Payload, RenderedContent, TemplateUse } from '../provider.ts';

/** A template in the form of Twilio's Content API. */
export interface TwilioTemplate {
  /** Unique for the content: lower-case letters, digits, underscores. */
  readonly name: string;
  readonly language: string;
  /** Sample values by variable, for WhatsApp's reviewers. */
  readonly variables: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, unknown>>;
}

/** Whether a button has a variable, and its order: replies next to each other, as WhatsApp requires, then links. */
const VARIABLE_ORDER: Readonly<Record<ButtonType, number | undefined>> = { reply: 0, url: 1, call: undefined };

/** A button as an action of a card. @param variable holds the button's token, for a type that has one */
const ACTIONS: Readonly<Record<ButtonType, (button: Button, variable: string, publicBaseUrl: string) => object>> = {
  reply: ({ title }, variable) => ({ type: 'QUICK_REPLY', title, id: variable }),
  url: ({ title }, variable, publicBaseUrl) => ({ type: 'URL', title, url: `${publicBaseUrl}/r/${variable}` }),
  call: ({ title, phone_number }) => ({ type: 'PHONE_NUMBER', title, phone: phone_number }),
};

/**
 * Makes a template of a content. Its first variables are the body's placeholders; unless it is an answer, one variable for
 * each reply button and each link follows, which holds that button's token.
 * @param publicBaseUrl where links lead, without a slash at its end
 */
export function templateOf(content: Content, use: TemplateUse, publicBaseUrl: string): TwilioTemplate {
  if (use === 'answer' || use === 'session') return windowTemplate(content, use);
  return campaignTemplate(content, use, publicBaseUrl);
}

function campaignTemplate(content: Content, category: 'marketing' | 'utility', publicBaseUrl: string): TwilioTemplate {
  const found = placeholders(content.body);
  const withVariable = buttonsWithVariable(content);
  const actions = [
    ...withVariable.map(({ button }, index) =>
      ACTIONS[button.type](button, variable(found.length + index), publicBaseUrl),
    ),
    ...content.buttons
      .filter(({ type }) => VARIABLE_ORDER[type] === undefined)
      .map((button) => ACTIONS[button.type](button, '', publicBaseUrl)),
  ];
  const texts = found.map(({ fallback, path }) => fallback?.trim() || path.split('.').at(-1) || '');
  const known = [...texts, ...withVariable.map(({ button }) => button.id)];
  const samples = [...texts, ...withVariable.map(({ button }) => (button.type === 'url' ? SAMPLE_TOKEN : button.id))];
  // Names are those that earlier versions gave: of marketing templates without a category, and by the ids of links, too.
  const prefix = category === 'marketing' ? 'herald_' : 'herald_utility_';
  return { ...named(prefix, content.language, known, typesOf(content, actions)), variables: numbered(samples) };
}

/** What a card is not needed for is a text, or an image or a video with or without a text. */
function typesOf(content: Content, actions: readonly object[]): TwilioTemplate['types'] {
  const { header, footer } = content;
  const isCard = actions.length > 0 || footer !== undefined || header.type === 'text' || header.type === 'document';
  if (isCard) return { 'whatsapp/card': card(content, actions) };
  const body = numberedBody(content);
  return header.type === 'none' ? { 'twilio/text': { body } } : { 'twilio/media': { body, media: [header.url] } };
}

/**
 * Within the 24-hour window quick replies need no approval; with media they are part of a card. The ids of an answer's
 * are fixed.
 */
function windowTemplate(content: Content, use: 'session' | 'answer'): TwilioTemplate {
  const { header, buttons, language } = content;
  const found = placeholders(content.body);
  const isAnswer = use === 'answer';
  const idOf = ({ id }: Button, place: number) => (isAnswer ? id : variable(found.length + place));
  const samples = [
    ...found.map(({ fallback, path }) => fallback?.trim() || path),
    ...(isAnswer ? [] : buttons.map(({ id }) => id)),
  ];
  const types =
    header.type === 'none'
      ? {
          'twilio/quick-reply': {
            body: numberedBody(content),
            actions: buttons.map((button, place) => ({ title: button.title, id: idOf(button, place) })),
          },
        }
      : {
          'whatsapp/card': card(
            content,
            buttons.map((button, place) => ACTIONS.reply(button, idOf(button, place), '')),
          ),
        };
  return named(isAnswer ? 'herald_reply_' : 'herald_session_', language, samples, types);
}

function card(content: Content, actions: readonly object[]) {
  const { header, footer } = content;
  return {
    body: numberedBody(content),
    ...(footer !== undefined && { footer }),
    ...(header.type === 'text' && { header_text: header.text }),
    ...('url' in header && { media: [header.url] }),
    ...(actions.length > 0 && { actions }),
  };
}

/** The name is a hash of the template, so that the same content is created and approved once. */
function named(prefix: string, language: string, samples: readonly string[], types: TwilioTemplate['types']) {
  const template = { language, variables: numbered(samples), types };
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex');
  return { name: `${prefix}${hash.slice(0, 24)}`, ...template };
}

/** The payload of `Messages.create`: a template with its variables, or a text with or without media. */
export function payloadOf({ content, values, tokens, template_id }: RenderedContent): Payload {
  if (content.existing) {
    const variables = existingVariables(content, content.existing, values, tokens);
    return { template_id: template_id ?? content.existing.template_id, variables };
  }
  const found = placeholders(content.body);
  const valueOf = (index: number) => values[index] ?? '';
  if (!template_id) {
    const media_url = 'url' in content.header ? content.header.url : undefined;
    return { body: replacePlaceholders(content.body, found, valueOf), media_url };
  }
  // An answer has no tokens: the ids of its buttons are part of its template.
  const buttonTokens = buttonsWithVariable(content).flatMap(({ place }) => tokens[place] ?? []);
  return { template_id, variables: numbered([...found.map((_, index) => valueOf(index)), ...buttonTokens]) };
}

/** The variables of a template that existed before, by its own numbers. */
function existingVariables(
  content: Content,
  { variables }: ExistingTemplate,
  values: RenderedContent['values'],
  tokens: RenderedContent['tokens'],
): Record<string, string> {
  const found = placeholdersOf(content);
  const filled = Object.entries(variables).map(([number, use]): [string, string] => {
    if ('button' in use) return [number, tokens[use.button] ?? ''];
    const text = replacePlaceholders(use.text, found, (index) => values[index] ?? '');
    return [number, use.in_url ? encodeURIComponent(text.toWellFormed()) : text];
  });
  return Object.fromEntries(filled);
}

function buttonsWithVariable({ buttons }: Content): { button: Button; place: number }[] {
  const order = ({ button }: { button: Button }) => VARIABLE_ORDER[button.type];
  return buttons
    .map((button, place) => ({ button, place }))
    .filter((entry) => order(entry) !== undefined)
    .toSorted((a, b) => (order(a) ?? 0) - (order(b) ?? 0));
}

function numberedBody({ body }: Content): string {
  return replacePlaceholders(body, placeholders(body), variable);
}

/** A variable in a template's text; variables are numbered from 1. @param index from 0 */
function variable(index: number): string {
  return `{{${index + 1}}}`;
}

/** Values by variable number, from 1. */
function numbered(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}
