import { ulidToUUID, uuidToULID } from 'ulid';

/** Which message a callback or a button means. */
export interface MessageReference {
  readonly campaign_id: string;
  readonly customer_id: string;
}

/**
 * A message's token: both ULIDs' 16 bytes, base64url, 43 characters. It travels in the status callback's URL and in
 * reply buttons, and holds all a message's key is made of but the tenant, which the webhook's own URL names. It needs
 * no signature of its own: the provider signs every request that carries it.
 */
export function messageToken({ campaign_id, customer_id }: MessageReference): string {
  return Buffer.concat([bytes(campaign_id), bytes(customer_id)]).toString('base64url');
}

/** The token of a message's button: the message's, and the button's place among the campaign's. 44 characters. */
export function buttonToken(of: MessageReference, place: number): string {
  return Buffer.concat([bytes(of.campaign_id), bytes(of.customer_id), Buffer.of(place)]).toString('base64url');
}

/** undefined when the text is no message's token */
export function readMessageToken(token: string): MessageReference | undefined {
  const read = Buffer.from(token, 'base64url');
  if (read.length !== 32 || read.toString('base64url') !== token) return undefined;
  return { campaign_id: `cmp_${ulid(read.subarray(0, 16))}`, customer_id: `cus_${ulid(read.subarray(16))}` };
}

function bytes(id: string): Buffer {
  return Buffer.from(ulidToUUID(id.slice(id.indexOf('_') + 1)).replaceAll('-', ''), 'hex');
}

function ulid(sixteen: Buffer): string {
  const hex = sixteen.toString('hex');
  return uuidToULID([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'));
}
