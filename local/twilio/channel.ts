import type { Content } from './content.ts';
import type { Action, Rendered } from './content-types.ts';

interface Sending {
  readonly to: string;
  readonly rendered: Rendered;
  readonly content: Content | undefined;
  /** Whether the person wrote to this sender in the last 24 h. */
  readonly windowOpen: boolean;
}

/** Why WhatsApp does not deliver a message that Twilio accepted: the code for the status callback, or undefined. */
export function refusal({ to, rendered, content, windowOpen }: Sending): number | undefined {
  const { body = '', actions = [] } = rendered;
  const approvedAs = content?.approvedAs;
  if (!windowOpen && !approvedAs) return 63016;
  if (!windowOpen && approvedAs === 'MARKETING' && to.startsWith('whatsapp:+1')) return 63049;
  if (!approvedAs && !fitsSession(actions)) return 63013;
  if (actions.length > 0 && body.length > 1024) return 63013;
  return actions.some(isTooLong) ? 63013 : undefined;
}

/** Without approval a message has one kind of button: up to three replies, or one link. */
function fitsSession(actions: readonly Action[]): boolean {
  const kinds = new Set(actions.map((action) => action.type ?? 'QUICK_REPLY'));
  if (kinds.size > 1 || kinds.has('PHONE_NUMBER')) return false;
  return actions.length <= (kinds.has('URL') ? 1 : 3);
}

function isTooLong({ title, id = '', url = '' }: Action): boolean {
  return title.length > 20 || id.length > 256 || url.length > 2000;
}
