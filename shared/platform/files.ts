/** A form by which a browser uploads one file: `fields` go before the field `file`. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** For how long a signed form or address is good, in seconds. */
export const SIGNED_SECONDS = 3_600;

/** What a form takes. */
export interface UploadLimits {
  readonly type: string;
  /** 1, unless given. */
  readonly minimumBytes?: number | undefined;
  readonly maximumBytes: number;
  /** For how long the form may be used. */
  readonly seconds: number;
}

/** Bytes of a file, and what the whole file is: `etag` is another one when the file is. */
export interface FilePart {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly etag: string;
}

/** Private files. A key is a path without a slash before it; its first folder says for how long they are kept. */
export interface Files {
  uploadForm(key: string, limits: UploadLimits): Promise<UploadForm>;
  /** Up to `length` bytes from `start`; undefined when there is no such file, or another one than that of the ETag. */
  read(key: string, range: { start: number; length: number; etag?: string }): Promise<FilePart | undefined>;
  /** @returns the file's ETag */
  put(key: string, body: string | Uint8Array, type: string): Promise<string>;
  remove(key: string): Promise<void>;
  /**
   * An address from which a file can be read for some time, under the name that it is to be saved as.
   * @param options method: by which it can be asked, and by no other; GET unless given
   */
  link(
    key: string,
    options: { readonly name: string; readonly seconds: number; readonly method?: 'GET' | 'HEAD' },
  ): Promise<string>;
  /** Begins a file that is written in parts. Until it is completed nobody can read it; after a day it is dropped. @returns its id */
  beginParts(key: string, type: string): Promise<string>;
  /**
   * Writes one of its parts, in place of what was written under the same number.
   * @param number from 1 to 10,000
   * @param body at least 5 MB, unless it is the last part
   * @returns the part's ETag; undefined when the file was completed or dropped
   */
  putPart(key: string, upload: string, number: number, body: Uint8Array): Promise<string | undefined>;
  /** Makes the parts one file. @param etags of all parts, in their order @returns false when it was completed or dropped */
  completeParts(key: string, upload: string, etags: readonly string[]): Promise<boolean>;
}
