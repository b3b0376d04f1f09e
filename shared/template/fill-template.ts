import * as z from 'zod';

import { BLANK, isBlank } from '../content/blank.ts';
import { storedContentFields, type ContentFields } from '../content/content-fields.ts';
import { DEFAULT_LANGUAGE } from '../content/default-language.ts';
import type { ExistingTemplate } from '../content/existing-template.ts';
import { linkAddress } from '../content/link-address.ts';
import { hasPlaceholder, placeholderFaults } from '../content/placeholder.ts';
import type { Fault } from '../platform/errors.ts';
import type { Template, TemplateContent } from './template.ts';
import { replaceVariables, variablesOf, type Variables } from './template-variables.ts';

/** The fields of a campaign that a template's content becomes, or why it does not. */
export type FilledTemplate =
  { readonly fields: ContentFields & { readonly existing: ExistingTemplate } } | { readonly faults: readonly Fault[] };

const SENDABLE: readonly string[] = ['draft', 'submitted', 'approved'] satisfies readonly ExistingTemplate['status'][];

const checked = z.object(storedContentFields);

/**
 * Makes a campaign's content of a template: its text, with what is given for each variable in that variable's place.
 * @param given by variable number; texts that may hold placeholders, or where a link of Herald's leads
 */
export function fillTemplate(template: Template, given: Readonly<Record<string, string>>): FilledTemplate {
  const { content, status, name, provider_template_id: template_id } = template;
  if (!SENDABLE.includes(status)) return { faults: [unfit('status', `It is ${status} and cannot be sent.`)] };
  if (!content) return { faults: [unfit('kind', 'It is of a kind that Herald cannot send.')] };
  const variables = variablesOf(content);
  const faults = variableFaults(variables, given);
  if (faults.length > 0) return { faults };
  const { data, error } = checked.safeParse(fieldsOf(template, content, variables, given));
  if (!data) {
    const [{ path, message }] = error.issues as [z.core.$ZodIssue];
    return { faults: [unfit('kind', `Herald cannot send it, because of its ${path.join('.')}: ${message}.`)] };
  }
  type Use = [string, ExistingTemplate['variables'][string]];
  const uses = Object.entries(variables).map(([number, { kind, button }]): Use => {
    if (kind === 'id' || kind === 'link') return [number, { button: button ?? 0 }];
    return [number, { text: given[number] ?? '', ...(kind === 'url' && { in_url: true }) }];
  });
  const existing: ExistingTemplate = {
    template_id,
    name,
    status: status as ExistingTemplate['status'],
    category: template.category === 'utility' ? 'utility' : 'marketing',
    variables: Object.fromEntries(uses),
  };
  return { fields: { ...data, existing } };
}

function unfit(code: string, message: string): Fault {
  return { path: 'template_id', code: `template_${code}`, message };
}

/** Every fault of what is given for a template's variables. */
function variableFaults(variables: Variables, given: Readonly<Record<string, string>>): Fault[] {
  const fault = (number: string, code: string, message: string): Fault => ({
    path: `template_variables.${number}`,
    code,
    message,
  });
  const superfluous = Object.keys(given)
    .filter((number) => !variables[number] || variables[number].kind === 'id')
    .map((number) => fault(number, 'superfluous', notThere(number, variables)));
  const others = Object.entries(variables).flatMap(([number, { kind }]): Fault[] => {
    const text = given[number];
    if (kind === 'id') return [];
    if (text === undefined) return [fault(number, 'required', `the template has the variable {{${number}}}`)];
    if (isBlank(text)) return [fault(number, BLANK.code, BLANK.message)];
    if (kind === 'header' && hasPlaceholder(text)) return [fault(number, 'placeholder', 'a header takes none')];
    if (kind !== 'link') return placeholderFaults(text, `template_variables.${number}`);
    const { error } = linkAddress.safeParse(text);
    return error ? [fault(number, 'url', `the page that the link leads to: ${error.issues[0]?.message}`)] : [];
  });
  return [...superfluous, ...others];
}

function notThere(number: string, variables: Variables): string {
  return variables[number]
    ? 'this variable is the id of a reply button, which Herald fills; leave it out'
    : `the template has no variable {{${number}}}; leave it out`;
}

/** The content's fields before they are checked. */
function fieldsOf(
  { language, variables: samples }: Template,
  { header, body, footer, buttons }: TemplateContent,
  variables: Variables,
  given: Readonly<Record<string, string>>,
) {
  const filled = (text: string) => replaceVariables(text, (number) => given[number]);
  const destinations = new Map(
    Object.entries(variables).flatMap(([number, { kind, button }]) =>
      kind === 'link' ? [[button, linkAddress.parse(given[number])]] : [],
    ),
  );
  const ids = new Map(
    Object.entries(variables).flatMap(([number, { kind, button }]) =>
      kind === 'id' ? [[button, samples[number]]] : [],
    ),
  );
  return {
    language: language || DEFAULT_LANGUAGE,
    message_content: filled(body),
    media_type: 'url' in header ? header.type : 'text',
    ...('url' in header && { media_url: filled(header.url) }),
    ...(header.type === 'text' && { header_text: filled(header.text) }),
    ...(footer !== undefined && { footer: filled(footer) }),
    buttons: buttons.map(({ type, title, id, url, phone_number }, place) => ({
      type,
      title,
      id: (ids.has(place) ? ids.get(place) : id) || `${type}_${place + 1}`,
      ...(type === 'url' &&
        (destinations.has(place) ? { url: destinations.get(place) } : untracked(filled(url ?? '')))),
      ...(type === 'call' && { phone_number }),
    })),
  };
}

function untracked(url: string) {
  return { url, untracked: true };
}
