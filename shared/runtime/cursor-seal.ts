import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Position } from '../platform/page.ts';

/** 128 bits. */
const SEAL_BYTES = 16;

/** Where the keys of the seals come from: the secret that signs the tenant's links, which never leaves the table. */
export interface TenantSecrets {
  linkSecret(tenant: string): Promise<string | undefined>;
  /** @throws Error when there is no such tenant */
  ensuredLinkSecret(tenant: string): Promise<string>;
}

export interface CursorSeal {
  /** @param binding what the cursor belongs to, besides its tenant: the list and its filters */
  seal(tenant: string, binding: string, position: Position): Promise<string>;
  /** @returns undefined unless this tenant's cursor was sealed for the same binding */
  open(tenant: string, binding: string, cursor: string): Promise<Position | undefined>;
}

/** Seals cursors, so that nobody can make or change one: it holds a position in the table. */
export function cursorSeal(secrets: TenantSecrets): CursorSeal {
  return {
    async seal(tenant, binding, position) {
      const text = Buffer.from(JSON.stringify(position));
      const mac = macOf(text, tenant, binding, await secrets.ensuredLinkSecret(tenant));
      return Buffer.concat([mac, text]).toString('base64url');
    },

    async open(tenant, binding, cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      // Other spellings of the same bytes are not ours.
      if (bytes.length <= SEAL_BYTES || bytes.toString('base64url') !== cursor) return undefined;
      const text = bytes.subarray(SEAL_BYTES);
      const secret = await secrets.linkSecret(tenant);
      if (!secret || !timingSafeEqual(bytes.subarray(0, SEAL_BYTES), macOf(text, tenant, binding, secret)))
        return undefined;
      return JSON.parse(text.toString()) as Position;
    },
  };
}

/** The key is derived from the secret, so that no seal can ever be a link's signature. */
function macOf(text: Buffer, tenant: string, binding: string, secret: string): Buffer {
  const key = createHmac('sha256', secret).update('list cursor').digest();
  const bound = JSON.stringify([tenant, binding]);
  return createHmac('sha256', key).update(`${bound}\n`).update(text).digest().subarray(0, SEAL_BYTES);
}
