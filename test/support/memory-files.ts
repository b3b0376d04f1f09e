import { randomUUID } from 'node:crypto';

import type { Files } from '../../shared/platform/files.ts';

/** What S3 demands of every part but the last one, in bytes. */
const MIN_PART = 5 * 1024 * 1024;

interface Upload {
  readonly key: string;
  readonly parts: Map<number, { readonly etag: string; readonly body: Uint8Array }>;
}

/** Files in memory, as strict with parts as S3. */
export function memoryFiles() {
  const byKey = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  const uploads = new Map<string, Upload>();
  function add(key: string, body: string | Uint8Array) {
    const file = { bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body, etag: randomUUID() };
    byKey.set(key, file);
    return { etag: file.etag, size: file.bytes.length };
  }
  return {
    add,
    has: (key: string) => byKey.has(key),
    keys: () => [...byKey.keys()],
    text: (key: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(byKey.get(key)?.bytes),
    async read(key, { start, length, etag }) {
      const file = byKey.get(key);
      if (!file || (etag && etag !== file.etag) || start >= file.bytes.length) return undefined;
      return { bytes: file.bytes.slice(start, start + length), size: file.bytes.length, etag: file.etag };
    },
    async put(key, body) {
      return add(key, body).etag;
    },
    async remove(key) {
      byKey.delete(key);
    },
    async beginParts(key) {
      const upload = randomUUID();
      uploads.set(upload, { key, parts: new Map() });
      return upload;
    },
    async putPart(key, upload, number, body) {
      const found = uploads.get(upload);
      if (found?.key !== key) return undefined;
      const etag = randomUUID();
      found.parts.set(number, { etag, body });
      return etag;
    },
    async completeParts(key, upload, etags) {
      const found = uploads.get(upload);
      if (found?.key !== key) return false;
      const parts = etags.map((etag, place) => {
        const part = found.parts.get(place + 1);
        if (part?.etag !== etag) throw new Error('InvalidPart');
        if (place + 1 < etags.length && part.body.length < MIN_PART) throw new Error('EntityTooSmall');
        return part.body;
      });
      add(key, Buffer.concat(parts));
      uploads.delete(upload);
      return true;
    },
  } satisfies Omit<Files, 'uploadForm' | 'link'> & Record<string, unknown>;
}
