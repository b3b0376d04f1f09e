import { expect, test } from 'vitest';

import { checkMedia } from '../../../shared/media/check-media.ts';
import { mediaFiles, type Media } from '../../../shared/media/media.ts';
import type { MediaStore } from '../../../shared/media/media.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { JPEG, PNG } from '../../support/media-files.ts';
import { memoryFiles } from '../../support/memory-files.ts';

function waiting() {
  const files = memoryFiles();
  let row: Media | undefined = {
    ...{ id: ids.next('med'), tenant_id: ids.next('ten'), file_name: 'a.png', status: 'waiting', reasons: [] },
    ...{ created_by: 'test', created_at: '2026-06-01T12:00:00.000Z' },
  };
  const media: Pick<MediaStore, 'get' | 'conclude'> = {
    get: async () => row,
    async conclude(_, found) {
      if (row?.status !== 'waiting') return undefined;
      return (row = { ...row, ...found });
    },
  };
  const { tenant_id, id } = row;
  return { files, media, tenant_id, id, upload: mediaFiles(row).upload, remove: () => (row = undefined) };
}

test('of two checks at the same time, of files that were exchanged meanwhile, one counts and its file alone is kept', async () => {
  const { files, media, tenant_id, id, upload } = waiting();
  files.add(upload, PNG);
  let second: Promise<Media> | undefined;
  const slow = {
    ...files,
    async put(key: string, body: Uint8Array) {
      const etag = await files.put(key, body);
      files.add(upload, JPEG);
      second ??= checkMedia(tenant_id, id, { files, media });
      await second;
      return etag;
    },
  };
  const first = await checkMedia(tenant_id, id, { files: slow, media });
  expect(first).toEqual(await second);
  expect(first.content_type).toBe('image/jpeg');
  expect(files.keys()).toEqual([mediaFiles(first).checked(first.sha256!)]);
});

test('one that is removed while it is checked leaves no file where it would stay', async () => {
  const { files, media, tenant_id, id, upload, remove } = waiting();
  files.add(upload, PNG);
  const removing = {
    ...media,
    async conclude() {
      remove();
      return undefined;
    },
  };
  await expect(checkMedia(tenant_id, id, { files, media: removing })).rejects.toMatchObject({
    code: 'media.not_found',
  });
  expect(files.keys()).toEqual([upload]);
});

test('a file that is refused is not kept', async () => {
  const { files, media, tenant_id, id, upload } = waiting();
  files.add(upload, 'no picture');
  expect(await checkMedia(tenant_id, id, { files, media })).toMatchObject({ status: 'refused', size: 10 });
  expect(files.keys()).toEqual([]);
});
