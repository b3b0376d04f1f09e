/** The files of a web site, by path without a slash at its beginning. */
export interface Site {
  put(path: string, file: SiteFile): Promise<void>;
  /** Deletes all of them. */
  empty(): Promise<void>;
}

export interface SiteFile {
  readonly body: Uint8Array | string;
  /** The media type. */
  readonly type: string;
  readonly cacheControl: string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/** By the ending of a file's name. */
export function mediaType(name: string): string {
  return TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}

/** Of a file whose name has a hash of its content. */
export const FOR_GOOD = 'public, max-age=31536000, immutable';
