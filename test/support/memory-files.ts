import { randomUUID } from 'node:crypto';

import type { Files } from '../../shared/platform/files.ts';

/** Files in memory. */
export function memoryFiles() {
  const byKey = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  function add(key: string, body: string | Uint8Array) {
    const file = { bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body, etag: randomUUID() };
    byKey.set(key, file);
    return { etag: file.etag, size: file.bytes.length };
  }
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
  } satisfies Omit<Files, 'uploadForm' | 'link'> & Record<string, unknown>;
}
