import { createHmac, timingSafeEqual } from 'node:crypto';

import { packIds, unpackIds } from '../platform/packed-ids.ts';

/** The customer and the campaign's button that a link token names. */
export interface Link {
  readonly tenant_id: string;
  readonly campaign_id: string;
  readonly customer_id: string;
  /** The button's place among those of all contents of the campaign. */
  readonly place: number;
}

const PREFIXES = ['ten', 'cmp', 'cus'] as const;
const BODY_BYTES = 16 * PREFIXES.length + 1;
/** 72 bits: too many to guess, and the token stays below 80 characters. */
const SIGNATURE_BYTES = 9;

/** A link's token, 78 characters: three ids, the button's index and a signature. It never holds the destination. */
export function linkToken({ tenant_id, campaign_id, customer_id, place }: Link, secret: string): string {
  const body = Buffer.concat([packIds([tenant_id, campaign_id, customer_id]), Buffer.of(place)]);
  return Buffer.concat([body, sign(body, secret)]).toString('base64url');
}

/** @returns undefined unless the token is signed with the link secret of the tenant that it names */
export async function readLinkToken(
  token: string,
  tenants: { linkSecret(tenant: string): Promise<string | undefined> },
): Promise<Link | undefined> {
  const read = Buffer.from(token, 'base64url');
  if (read.length !== BODY_BYTES + SIGNATURE_BYTES || read.toString('base64url') !== token) return undefined;
  const body = read.subarray(0, BODY_BYTES);
  const [tenant_id, campaign_id, customer_id] = unpackIds(body, PREFIXES);
  const secret = await tenants.linkSecret(tenant_id);
  if (!secret || !timingSafeEqual(read.subarray(BODY_BYTES), sign(body, secret))) return undefined;
  return { tenant_id, campaign_id, customer_id, place: body.at(-1) ?? 0 };
}

function sign(body: Buffer, secret: string): Buffer {
  return createHmac('sha256', secret).update(body).digest().subarray(0, SIGNATURE_BYTES);
}
