import { randomUUID } from 'node:crypto';

import type { Files } from '../../shared/platform/files.ts';
import { sha256 } from '../../shared/platform/ids.ts';

/** As S3 demands of every part but the last one. */
const MIN_PART = 5 * 1024 * 1024;

/** Files in memory. */
export function memoryFiles() {
  const byKey = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  function add(key: string, body: string | Uint8Array) {
    const file = { bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body, etag: randomUUID() };
    byKey.set(key, file);
    return { etag: file.etag, size: file.bytes.length };
  }
  const uploads = new Map<string, string[]>();
  return {
    add,
    has: (key: string) => byKey.has(key),
    text: (key: string) => new TextDecoder().decode(byKey.get(key)?.bytes),
    async read(key, { start, length, etag }) {
      const file = byKey.get(key);
      if (!file || (etag && etag !== file.etag) || start >= file.bytes.length) return undefined;
      return { bytes: file.bytes.slice(start, start + length), size: file.bytes.length, etag: file.etag };
    },
    async put(key, body) {
      add(key, body);
    },
    async remove(key) {
      byKey.delete(key);
    },
    async beginParts() {
      const id = randomUUID();
      uploads.set(id, []);
      return id;
    },
    async addPart(_key, upload, number, body) {
      uploads.get(upload)![number - 1] = body;
      return sha256(body);
    },
    async completeParts(key, upload, etags) {
      const parts = uploads.get(upload) ?? [];
      if (parts.slice(0, -1).some((part) => Buffer.byteLength(part) < MIN_PART)) throw new Error('EntityTooSmall');
      if (etags.join() !== parts.map(sha256).join()) throw new Error('InvalidPart');
      add(key, parts.join(''));
    },
  } satisfies Omit<Files, 'uploadForm' | 'link'> & Record<string, unknown>;
}
