import type { Fault } from '../platform/errors.ts';
import { BLANK, isBlank, titleFaults } from './blank.ts';
import type { ContentFields } from './content-fields.ts';
import { contentOf, needsTemplate, type Content } from './content.ts';
import { DEFAULT_LANGUAGE } from './default-language.ts';
import { hasPlaceholder, placeholderFaults } from './placeholder.ts';
import { templateFaults } from './template-faults.ts';

/** How a content reaches people: as an approved template, or as a plain message to those whose 24-hour window is open. */
export type SendAs = 'template' | 'session';

/** WhatsApp's limit for the body of a card, and for a plain message. */
const MAX_BODY = { card: 1024, plain: 1600 };

/** The most characters that a content's body may have, as written and once it is filled. */
export function bodyLimit(content: Content, isTemplate: boolean): number {
  return isTemplate || needsTemplate(content) ? MAX_BODY.card : MAX_BODY.plain;
}

/** The faults of a content as a whole, beyond those that each field's schema finds. */
export function contentFaults(given: Partial<ContentFields>, sendAs: SendAs): Fault[] {
  // It was reviewed as it is; what fills its variables was judged when the campaign named it.
  if (given.existing) return sendAs === 'template' ? [] : [SESSION_TEMPLATE];
  const rules = sendAs === 'template' ? templateFaults : sessionFaults;
  return [
    ...blankFaults(given),
    ...titleFaults(given.buttons),
    ...mediaFaults(given),
    ...textFaults(given, sendAs),
    ...lineFaults('header_text', given.header_text),
    ...lineFaults('footer', given.footer),
    ...rules(given),
  ];
}

const SESSION_TEMPLATE: Fault = {
  path: 'template_id',
  code: 'refused',
  message: 'only a campaign that is sent as templates takes one; leave it out, or set send_as to "template"',
};

/** Nobody sees blanks: a text of them alone is none. */
const WORDS = ['message_content', 'media_caption', 'header_text', 'footer'] as const;

function blankFaults(given: Partial<ContentFields>): Fault[] {
  return WORDS.flatMap((path) => (isBlank(given[path]) ? [{ path, ...BLANK }] : []));
}

function mediaFaults({ media_type = 'text', media_url, header_text }: Partial<ContentFields>): Fault[] {
  const text = media_type === 'text';
  const fault = (path: string, code: string, message: string) => ({ path, code, message });
  return [
    ...(!text && media_url === undefined
      ? [fault('media_url', 'required', `a campaign with media of type ${media_type} needs this`)]
      : []),
    ...(text && media_url !== undefined
      ? [fault('media_url', 'refused', 'a text campaign takes no media; leave it out or set media_type')]
      : []),
    ...(!text && header_text !== undefined
      ? [fault('header_text', 'refused', 'a campaign with media has the media as its header; leave it out')]
      : []),
  ];
}

function textFaults(given: Partial<ContentFields>, sendAs: SendAs): Fault[] {
  const { message_content, media_caption } = given;
  const placeholders = [
    ...(typeof message_content === 'string' ? placeholderFaults(message_content, 'message_content') : []),
    ...(typeof media_caption === 'string' ? placeholderFaults(media_caption, 'media_caption') : []),
  ];
  if (typeof message_content !== 'string' || typeof media_caption !== 'string') return placeholders;
  // The schema of the field reports a value that is not a list.
  const buttons = Array.isArray(given.buttons) ? given.buttons : [];
  const content = contentOf({ ...DEFAULTS, ...given, message_content, media_caption, buttons });
  const { body } = content;
  const limit = bodyLimit(content, sendAs === 'template');
  if (body.length <= limit) return placeholders;
  const message = `caption and message together have ${body.length} characters, at most ${limit} can be sent`;
  return [...placeholders, { path: 'media_caption', code: 'too_big', message }];
}

const DEFAULTS = { language: DEFAULT_LANGUAGE, media_type: 'text' } as const satisfies Partial<ContentFields>;

/** WhatsApp takes no variable and no line break in a template's footer, and Herald none in its header. */
function lineFaults(path: keyof ContentFields, line: unknown): Fault[] {
  if (typeof line !== 'string') return [];
  if (hasPlaceholder(line)) return [{ path, code: 'placeholder', message: 'takes no placeholder' }];
  if (/[\r\n]/.test(line)) return [{ path, code: 'line_break', message: 'must be one line' }];
  return [];
}

/** Without WhatsApp's approval, a message has neither footer nor text header, and its buttons are replies. */
function sessionFaults({ header_text, footer, buttons }: Partial<ContentFields>): Fault[] {
  const refused = (path: string, message: string) => ({ path, code: 'refused', message });
  const only = 'only a template has this; leave it out, or set send_as to "template"';
  const given: readonly ({ type?: unknown; title?: unknown } | null)[] = Array.isArray(buttons) ? buttons : [];
  return [
    ...(header_text === undefined ? [] : [refused('header_text', only)]),
    ...(footer === undefined ? [] : [refused('footer', only)]),
    ...given.flatMap((button, place) =>
      typeof button?.title === 'string' && hasPlaceholder(button.title)
        ? [{ path: `buttons.${place}.title`, code: 'title', message: 'takes no placeholder' }]
        : [],
    ),
    ...given.flatMap((button, place) =>
      button?.type === 'url' || button?.type === 'call' ? [refused(`buttons.${place}.type`, REPLIES_ONLY)] : [],
    ),
  ];
}

const REPLIES_ONLY = 'only reply buttons can be sent without a template; set send_as to "template" for this one';
