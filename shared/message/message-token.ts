import { packIds, unpackIds } from '../platform/packed-ids.ts';

/** Which message a callback or a button means. */
export interface MessageReference {
  readonly campaign_id: string;
  readonly customer_id: string;
}

/**
 * A message's token: both ids packed, base64url, 43 characters. It travels in the status callback's URL and in reply
 * buttons, and holds all a message's key is made of but the tenant, which the webhook's own URL names. It needs no
 * signature of its own: the provider signs every request that carries it.
 */
export function messageToken({ campaign_id, customer_id }: MessageReference): string {
  return packIds([campaign_id, customer_id]).toString('base64url');
}

/** The token of a message's button: the message's, and the button's place among the campaign's. 44 characters. */
export function buttonToken({ campaign_id, customer_id }: MessageReference, place: number): string {
  return Buffer.concat([packIds([campaign_id, customer_id]), Buffer.of(place)]).toString('base64url');
}

/** undefined when the text is no message's token */
export function readMessageToken(token: string): MessageReference | undefined {
  const read = bytes(token, 32);
  return read && reference(read);
}

/** undefined when the text is no button's token */
export function readButtonToken(token: string): (MessageReference & { readonly place: number }) | undefined {
  const read = bytes(token, 33);
  return read && { ...reference(read), place: read.at(-1) ?? 0 };
}

function bytes(token: string, length: number): Buffer | undefined {
  const read = Buffer.from(token, 'base64url');
  return read.length === length && read.toString('base64url') === token ? read : undefined;
}

function reference(packed: Buffer): MessageReference {
  const [campaign_id, customer_id] = unpackIds(packed.subarray(0, 32), ['cmp', 'cus']);
  return { campaign_id, customer_id };
}
