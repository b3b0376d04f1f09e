/** The smallest files of each kind that are whole, as far as Herald looks. */

const png = (data: Buffer) =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from('00000001000000010806000000', 'hex')),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);

/** The checksum is left at 0, which nobody verifies here. */
function chunk(name: string, data: Buffer): Buffer {
  return Buffer.concat([uint32(data.length), Buffer.from(name), data, uint32(0)]);
}

const box = (name: string, data: Buffer) => Buffer.concat([uint32(data.length + 8), Buffer.from(name), data]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const mp4 = (data: Buffer, brand = 'isom') =>
  Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')),
    box('moov', Buffer.alloc(8)),
    box('mdat', data),
  ]);

export const PNG = png(Buffer.from('one pixel'));
/** With a thumbnail in its EXIF, which has an end mark of its own. */
export const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe1000c', 'hex'),
  Buffer.from('Exif\0\0', 'latin1'),
  Buffer.from('ffd8ffd9', 'hex'),
  Buffer.from('ffda00080102030405060102030405ffd9', 'hex'),
]);
export const MP4 = mp4(Buffer.from('a second'));
export const QUICKTIME = mp4(Buffer.from('a second'), 'qt  ');
export const THREE_GP = mp4(Buffer.from('a second'), '3gp4');
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

/** @param size in bytes; more than the smallest one has */
export const pngOf = (size: number) => png(Buffer.alloc(size - png(Buffer.alloc(0)).length));
export const mp4Of = (size: number) => mp4(Buffer.alloc(size - mp4(Buffer.alloc(0)).length));
