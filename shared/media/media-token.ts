import { createHmac, timingSafeEqual } from 'node:crypto';

import { packIds, unpackIds } from '../platform/packed-ids.ts';
import type { Media } from './media.ts';

const PREFIXES = ['ten', 'med'] as const;
const BODY_BYTES = 16 * PREFIXES.length;
/** 128 bits: whoever has no token of a file cannot guess one. */
const SIGNATURE_BYTES = 16;

/** The token of a file's public address, 64 characters: tenant, medium and a signature. It does not expire. */
export function mediaToken({ tenant_id, id }: Pick<Media, 'tenant_id' | 'id'>, secret: string): string {
  const body = packIds([tenant_id, id]);
  return Buffer.concat([body, sign(body, secret)]).toString('base64url');
}

/** @returns undefined unless the token is signed with the link secret of the tenant that it names */
export async function readMediaToken(
  token: string,
  tenants: { linkSecret(tenant: string): Promise<string | undefined> },
): Promise<Pick<Media, 'tenant_id' | 'id'> | undefined> {
  const read = Buffer.from(token, 'base64url');
  if (read.length !== BODY_BYTES + SIGNATURE_BYTES || read.toString('base64url') !== token) return undefined;
  const body = read.subarray(0, BODY_BYTES);
  const [tenant_id, id] = unpackIds(body, PREFIXES);
  const secret = await tenants.linkSecret(tenant_id);
  return secret && timingSafeEqual(read.subarray(BODY_BYTES), sign(body, secret)) ? { tenant_id, id } : undefined;
}

/** The same secret signs the links of buttons; the word before the body keeps one from passing for the other. */
function sign(body: Buffer, secret: string): Buffer {
  return createHmac('sha256', secret).update('media').update(body).digest().subarray(0, SIGNATURE_BYTES);
}
