import type { Content } from '../../shared/content/content.ts';
import type { Schemas } from './api.ts';

/** What a template says, as a message: its variables stay as they stand in it. */
export function templateContent(language: string, content: NonNullable<Schemas['Template']['content']>): Content {
  const { header, body, footer, buttons } = content;
  return {
    language,
    header,
    body: body.replaceAll(/\{\{(\d+)\}\}/g, '[$1]'),
    footer,
    buttons: buttons.map(({ type, title }, place) => ({ id: String(place), type, title })),
  };
}
