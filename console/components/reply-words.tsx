import type { Schemas } from '../services/api.ts';
import { counted } from '../services/format.ts';

export type Reply = Schemas['Reply'];

const DONE: Readonly<Record<Reply['kind'], string>> = {
  reply: 'counted as a reply',
  opt_out: 'opted out: gets nothing more',
  opt_in: 'said yes to messages',
  help: 'asked for help',
  reaction: 'an emoji: not counted',
};

/** What was made of somebody's words. */
export function doneWith({ kind, campaign_id, interaction_id }: Reply): string {
  if (kind !== 'reply') return DONE[kind];
  if (interaction_id) return `${DONE.reply}, kept with their tap`;
  return campaign_id ? DONE.reply : 'kept; it answers no campaign';
}

/** What somebody wrote, as text whatever it is; places, cards and files are named. */
export function ReplyWords({ reply: { text, media_urls, content } }: { readonly reply: Reply }) {
  const files = media_urls.length;
  const others = [
    content?.type === 'location' &&
      `A place: ${content.label ?? content.address ?? `${content.latitude}, ${content.longitude}`}`,
    content?.type === 'contact' && 'A contact card',
    files > 0 && counted(files, 'file'),
  ].filter(Boolean);
  return (
    <>
      <q class="words" dir="auto">
        {text}
      </q>{' '}
      {others.length > 0 && <span class="meta">{others.join(', ')}</span>}
    </>
  );
}
