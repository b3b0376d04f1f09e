import type { Button } from './button.ts';

/** WhatsApp on computers shows no message with more buttons. */
const MAX_ON_COMPUTERS = 3;

/** Whether WhatsApp on computers asks people to open a message on their phone: of many buttons, and of answers beside links or calls. */
export function isHiddenOnComputers(buttons: readonly Pick<Button, 'type'>[]): boolean {
  const answers = buttons.filter(({ type }) => type === 'reply').length;
  return buttons.length > MAX_ON_COMPUTERS || (answers > 0 && answers < buttons.length);
}
