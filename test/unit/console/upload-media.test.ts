import { expect, test } from 'vitest';

import { uploadMedia, type UploadPorts } from '../../../console/services/upload-media.ts';

const FORM = { url: 'https://files.example.com/', fields: { key: 'uploads/x' } };
const READY = {
  ...{ id: 'med_1', file_name: 'a.png', status: 'ready' as const, reasons: [], media_type: 'image' as const },
  ...{
    content_type: 'image/png',
    size: 4,
    url: 'https://herald.example.com/m/t/a.png',
    created_at: '2026-06-01T12:00:00Z',
  },
};

function ports(change: Partial<UploadPorts> = {}) {
  const asked: unknown[] = [];
  const all: UploadPorts = {
    prepare: async (draft) => {
      asked.push(draft);
      return { id: 'med_1', upload: FORM, maximum_bytes: 4, expires_at: '2026-06-01T13:00:00Z' };
    },
    send: async (form, { name }) => {
      asked.push([form, name]);
      return 204;
    },
    check: async (id) => {
      asked.push(id);
      return READY;
    },
    ...change,
  };
  return { asked, all };
}

const picture = (bytes: number) => new File([new Uint8Array(bytes)], 'Spring offer.png');

test('a file is prepared with its size, sent, and checked; then it has an address', async () => {
  const { asked, all } = ports();
  expect(await uploadMedia(picture(4), 'image', all)).toEqual({ url: READY.url });
  const draft = { file_name: 'Spring offer.png', media_type: 'image', size: 4 };
  expect(asked).toEqual([draft, [FORM, 'Spring offer.png'], 'med_1']);
});

test.for([
  ['image', 5_000_001, 'It has 5.0 MB. A picture is a .jpg or .png of up to 5 MB.'],
  ['video', 16_000_001, 'It has 16.0 MB. A video is an .mp4 of up to 16 MB.'],
  ['document', 0, 'The file is empty.'],
] as const)('a file that cannot be sent as %s is not uploaded, with %i bytes', async ([kind, bytes, fault]) => {
  const { asked, all } = ports();
  expect(await uploadMedia(picture(bytes), kind, all)).toEqual({ fault });
  expect(asked).toEqual([]);
});

test('what Herald finds wrong with it is said in its words, and so is an upload that failed', async () => {
  const reasons = [{ code: 'cut_off' as const, message: 'It breaks off before its end; save it again.' }];
  const refused = ports({ check: async () => ({ ...READY, status: 'refused' as const, url: null, reasons }) });
  expect(await uploadMedia(picture(4), 'image', refused.all)).toEqual({ fault: reasons[0]!.message });
  const failed = ports({ send: async () => 403 });
  const fault = 'The file could not be uploaded (403). Try again.';
  expect(await uploadMedia(picture(4), 'image', failed.all)).toEqual({ fault });
  expect(failed.asked).toHaveLength(1);
});
