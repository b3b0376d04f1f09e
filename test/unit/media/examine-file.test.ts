import { expect, test } from 'vitest';

import { examineFile } from '../../../shared/media/examine-file.ts';
import type { MediaType } from '../../../shared/media/media-type.ts';
import { JPEG, MP4, mp4Of, PDF, PNG, pngOf, QUICKTIME, THREE_GP } from '../../support/media-files.ts';

const whole = (bytes: Uint8Array) => ({ bytes, size: bytes.length });

test.for<[string, Uint8Array, string, MediaType]>([
  ['png', PNG, 'image/png', 'image'],
  ['jpeg', JPEG, 'image/jpeg', 'image'],
  ['mp4', MP4, 'video/mp4', 'video'],
  ['3gp', THREE_GP, 'video/3gpp', 'video'],
  ['pdf', PDF, 'application/pdf', 'document'],
  ['png of 5 MB', pngOf(5_000_000), 'image/png', 'image'],
  ['mp4 of 16 MB', mp4Of(16_000_000), 'video/mp4', 'video'],
  [
    'jpeg with a filled gap',
    Buffer.concat([JPEG.subarray(0, 16), Buffer.of(0xff), JPEG.subarray(16)]),
    'image/jpeg',
    'image',
  ],
  ['jpeg with something behind its end', Buffer.concat([JPEG, Buffer.from('a trailer')]), 'image/jpeg', 'image'],
])('a whole %s is known by its bytes', async ([, bytes, content_type, media_type]) => {
  expect(await examineFile(whole(bytes))).toEqual({ content_type, media_type });
});

test.for<[string, Uint8Array, string]>([
  ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'format'],
  ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'format'],
  ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), 'format'],
  ['a film of another format', QUICKTIME, 'format'],
  ['one byte', Buffer.of(0), 'format'],
  ['an archive that is no document', Buffer.from('504b03040a', 'hex'), 'format'],
  ['an image of 5 MB and a byte', pngOf(5_000_001), 'too_big'],
  ['a png without its end', PNG.subarray(0, -6), 'cut_off'],
  ['a jpeg of which its thumbnail is left', JPEG.subarray(0, -2), 'cut_off'],
  ['an mp4 that ends within its film', MP4.subarray(0, -1), 'cut_off'],
  ['an mp4 without its film', MP4.subarray(0, -16), 'cut_off'],
  ['a pdf without its end', PDF.subarray(0, -6), 'cut_off'],
])('%s is refused', async ([, bytes, code]) => {
  expect(await examineFile(whole(bytes))).toEqual({ reasons: [{ code, message: expect.any(String) }] });
});

test('a file that is something else than it was to be is refused, with everything else that is wrong', async () => {
  expect(await examineFile(whole(PNG.subarray(0, -20)), 'video')).toEqual({
    reasons: [
      { code: 'media_type', message: 'It is an image, not a video; upload it as what it is.' },
      { code: 'cut_off', message: expect.any(String) },
    ],
  });
});

test('a video of which only the beginning was read is too big, and not cut off', async () => {
  const bytes = mp4Of(20_000_000).subarray(0, 16_000_000);
  expect(await examineFile({ bytes, size: 20_000_000 })).toEqual({
    reasons: [{ code: 'too_big', message: 'A video may have 16 MB; make it smaller.' }],
  });
});
