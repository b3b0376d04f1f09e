import parsePhoneNumber from 'libphonenumber-js/min';
import type { Content } from './content.ts';
import type { Action, Rendered } from './content-types.ts';
import type { Rules } from './rules.ts';
import { sandboxTemplate } from './sandbox-templates.ts';

interface Sending {
  /** `whatsapp:+…` */
  readonly to: string;
  readonly rendered: Rendered;
  readonly content: Content | undefined;
  /** Whether the person wrote to this sender in the last 24 h. */
  readonly windowOpen: boolean;
  /** Whether the person wrote to it in the last three days. */
  readonly hasJoined: boolean;
  /** Whether the person was sent a message within the last six seconds, where that is too soon. */
  readonly isPressed: boolean;
}

const MAX_BODY = 1024;

/** Why WhatsApp does not deliver a message that Twilio accepted: the code for the status callback, or undefined. */
export function refusal(
  { to, rendered, content, windowOpen, hasJoined, isPressed }: Sending,
  rules: Rules,
): number | undefined {
  const { body = '', title = body, actions = [] } = rendered;
  const approvedAs = content?.approvedAs;
  if (rules.holds('sandbox') && !hasJoined) return 63015;
  if (!windowOpen && !approvedAs) return 63016;
  if (rules.holds('sandbox_templates') && !windowOpen && !isOfSandbox(content)) return 63016;
  if (rules.holds('us_marketing') && approvedAs === 'MARKETING' && isOfTheUs(to)) return 63049;
  if (rules.holds('session_buttons') && !approvedAs && !fitsSession(actions)) return 63013;
  if (rules.holds('filled_body') && approvedAs && title.length > MAX_BODY) return 63021;
  if (actions.length > 0 && title.length > MAX_BODY) return 63013;
  if (actions.some(isTooLong)) return 63013;
  return isPressed ? 63018 : undefined;
}

function isOfSandbox(content: Content | undefined): boolean {
  return content !== undefined && sandboxTemplate(content.sid) !== undefined;
}

/** Canada and the Caribbean share the country code, but not the rule. */
function isOfTheUs(address: string): boolean {
  const number = address.replace('whatsapp:', '');
  return number.startsWith('+1') && parsePhoneNumber(number)?.country === 'US';
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
