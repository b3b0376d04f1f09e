import { e164 } from '../../platform/formats.ts';

/** An address is longer only by mistake; it becomes part of a key. */
const MAX_LENGTH = 200;
/** A business-scoped user id: the country of the person's number, and digits. */
const USER_ID = /^([A-Z]{2})\.\w+$/;

export interface TwilioAddress {
  /** E.164 */
  readonly number?: string;
  readonly user_id?: string;
  /** ISO 3166 alpha-2 of a user id. */
  readonly country?: string;
}

/**
 * Reads `whatsapp:+4915112345678` and `whatsapp:US.1349…`. Whatever else Twilio may send is an id, too: who writes is never
 * turned away for the form of their address.
 */
export function readAddress(text: string | undefined): TwilioAddress {
  const address = (text ?? '')
    .replace(/^whatsapp:/, '')
    .trim()
    .slice(0, MAX_LENGTH);
  if (address === '' || !address.isWellFormed()) return {};
  if (e164.safeParse(address).success) return { number: address };
  const country = USER_ID.exec(address)?.[1];
  return { user_id: address, ...(country && { country }) };
}
