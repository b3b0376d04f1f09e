import { packIds, unpackIds } from '../platform/packed-ids.ts';

/** A message, by its campaign and its customer. */
export interface MessageReference {
  readonly campaign_id: string;
  readonly customer_id: string;
}

/**
 * A message's token: both ids packed, base64url, 43 characters. It is part of the status callback's URL and of reply
 * buttons, and holds the message's whole key except the tenant, which is in the webhook's URL. It needs no signature of
 * its own: the provider signs every request that carries it.
 */
export function messageToken({ campaign_id, customer_id }: MessageReference): string {
  return packIds([campaign_id, customer_id]).toString('base64url');
}

/** The token of a button in a message, 44 characters. @param place the button's place among those of all contents of the campaign */
export function buttonToken({ campaign_id, customer_id }: MessageReference, place: number): string {
  return Buffer.concat([packIds([campaign_id, customer_id]), Buffer.of(place)]).toString('base64url');
}

/** @returns undefined unless the text is a message token */
export function readMessageToken(token: string): MessageReference | undefined {
  const read = bytes(token, 32);
  return read && reference(read);
}

/** @returns undefined unless the text is a button token */
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
