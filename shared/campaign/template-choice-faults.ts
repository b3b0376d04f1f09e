import { DEFAULT_LANGUAGE } from '../content/default-language.ts';
import type { Fault } from '../platform/errors.ts';

/** A content as it was given: by its fields, or by an existing template. */
type Given = Readonly<Record<string, unknown>>;

/** What a template says itself, and what the schema of a campaign puts there when nothing is given. */
const SAID = {
  message_content: undefined,
  media_url: undefined,
  media_caption: undefined,
  header_text: undefined,
  footer: undefined,
  media_type: 'text',
  language: DEFAULT_LANGUAGE,
  category: 'marketing',
  buttons: [],
} as const;
type SaidField = keyof typeof SAID;

/** Whether a draft names an existing template anywhere. */
export function namesTemplate(draft: Given): boolean {
  return [draft, ...others(draft)].some(({ template_id }) => isGiven(template_id));
}

/** Each content has a message or a template; and where a template is, nothing that it says itself. */
export function templateChoiceFaults(draft: Given): Fault[] {
  const [hasMessage, hasTemplate] = [isGiven(draft['message_content']), isGiven(draft['template_id'])];
  return [
    ...(hasMessage || hasTemplate ? [] : [noMessage('message_content', 'invalid_type')]),
    ...faultsOf(draft, ''),
    ...others(draft).flatMap((content, index) => [
      ...faultsOf(content, `contents.${index}.`),
      // A template lends its text to no other content.
      ...(hasTemplate && !isGiven(content['template_id']) && !isGiven(content['message_content'])
        ? [noMessage(`contents.${index}.message_content`, 'required')]
        : []),
    ]),
  ];
}

/** A fault for each field that is given though a template says it. */
export function templateSays(isSaid: (field: SaidField) => boolean, at = ''): Fault[] {
  const message = 'the template says this; leave it out, or leave out template_id';
  const said = (Object.keys(SAID) as SaidField[]).filter(isSaid);
  return said.map((field) => ({ path: `${at}${field}`, code: 'refused', message }));
}

function noMessage(path: string, code: string): Fault {
  return { path, code, message: 'give a message, or template_id to send an existing template' };
}

function faultsOf(given: Given, at: string): Fault[] {
  const isDefault = (field: SaidField) => JSON.stringify(given[field]) === JSON.stringify(SAID[field]);
  if (isGiven(given['template_id'])) return templateSays((field) => isGiven(given[field]) && !isDefault(field), at);
  if (!isGiven(given['template_variables'])) return [];
  return [{ path: `${at}template_variables`, code: 'refused', message: 'only together with template_id' }];
}

function others({ contents }: Given): Given[] {
  const list: readonly unknown[] = Array.isArray(contents) ? contents : [];
  return list.filter((content): content is Given => typeof content === 'object' && content !== null);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
