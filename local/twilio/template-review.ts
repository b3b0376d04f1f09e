import { shown, type Types } from './content-types.ts';
import { fill, placeholders, type Variables } from './template.ts';

const HEADER_MEDIA = /\.(jpe?g|png|mp4|pdf)$/i;

/** Why WhatsApp would reject this template, or undefined. */
export function rejection(types: Types, samples: Variables): string | undefined {
  const { body, title, media = [], actions = [] } = shown(types);
  const text = body ?? title ?? '';
  if (/^\{\{|\}\}$/.test(text.trim())) return 'Variables cannot be at the start or end of the template.';
  if (/\}\}\s*\{\{/.test(text)) return 'Variables cannot be next to each other.';
  if (skips(placeholders(text))) return 'Variables must be sequential.';
  if (actions.some((action) => placeholders(action.title).length > 0)) return 'Button titles take no variables.';
  const replies = actions.map((action) => action.type === 'QUICK_REPLY');
  if (replies.filter((isReply, i) => isReply && !replies[i - 1]).length > 1) return 'Quick replies must be grouped.';
  const sampleMedia = fill(JSON.stringify(media), samples) as string[];
  if (!sampleMedia.every((url) => HEADER_MEDIA.test(URL.parse(url)?.pathname ?? '')))
    return 'Unsupported header media.';
  return undefined;
}

function skips(names: readonly string[]): boolean {
  const numbers = [...new Set(names.map(Number))].filter(Number.isInteger);
  return numbers.some((number) => number < 1 || number > numbers.length);
}
