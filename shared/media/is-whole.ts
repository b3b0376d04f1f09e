const PNG_SIGNATURE = 8;
/** A PNG chunk besides its data: its length, its type and its checksum. */
const PNG_CHUNK = 12;
/** Where readers of PDF look for its end, in bytes before that of the file, with room for what mailers append. */
const PDF_TAIL = 4_096;
/** The directory of a ZIP ends with a comment of at most 65,535 bytes behind 22 others. */
const ZIP_TAIL = 65_535 + 22;

/**
 * Whether a file is there to its end: a copy that broke off begins as the whole one does, and WhatsApp would take it and show
 * half a picture, or nothing. What is inside, a decoder judges.
 */
export function isWhole(bytes: Uint8Array, content_type: string): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (content_type === 'image/png') return endsAsPng(file);
  if (content_type === 'image/jpeg') return endsAsJpeg(file);
  if (content_type.startsWith('video/')) return isWholeMp4(file);
  if (content_type === 'application/pdf') return file.subarray(-PDF_TAIL).includes('%%EOF');
  return file.subarray(-ZIP_TAIL).includes('PK\u0005\u0006');
}

function endsAsPng(file: Buffer): boolean {
  for (let at = PNG_SIGNATURE; at + PNG_CHUNK <= file.length; at += PNG_CHUNK + file.readUInt32BE(at))
    if (file.toString('latin1', at + 4, at + 8) === 'IEND') return true;
  return false;
}

/** The end mark behind the first scan: a thumbnail before it has an end mark of its own. */
function endsAsJpeg(file: Buffer): boolean {
  let at = 2;
  while (at + 4 <= file.length && file[at] === 0xff) {
    if (file[at + 1] === 0xda) return file.includes(Buffer.of(0xff, 0xd9), at);
    // What fills a gap before a mark is 0xff, too.
    at += file[at + 1] === 0xff ? 1 : 2 + file.readUInt16BE(at + 2);
  }
  return false;
}

/** Boxes that fill the file to its end, one with the index and one with what it is the index of. */
function isWholeMp4(file: Buffer): boolean {
  const names = new Set<string>();
  let at = 0;
  while (at + 8 <= file.length) {
    names.add(file.toString('latin1', at + 4, at + 8));
    const size = boxSize(file, at);
    if (size < 8) return false;
    at += size;
  }
  return at <= file.length && names.has('moov') && (names.has('mdat') || names.has('moof'));
}

/** [ISO/IEC 14496-12, 4.2]: 1 says that a longer number follows, 0 that the box goes to the end of the file. */
function boxSize(file: Buffer, at: number): number {
  const size = file.readUInt32BE(at);
  if (size === 0) return file.length - at;
  if (size > 1) return size;
  return at + 16 <= file.length ? Number(file.readBigUInt64BE(at + 8)) : 0;
}
