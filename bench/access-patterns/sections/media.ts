import { mediaToken } from '../../../shared/media/media-token.ts';
import type { Media } from '../../../shared/media/media.ts';
import { serveMedia } from '../../../shared/media/serve-media.ts';
import { PNG } from '../../../test/support/media-files.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { atLeast, type Section } from '../pattern.ts';
import { NOW, type World } from '../world.ts';

const FILE = { bytes: PNG, size: PNG.length, etag: 'etag' };
const READY = {
  status: 'ready',
  media_type: 'image',
  content_type: 'image/png',
  size: PNG.length,
  sha256: '0'.repeat(64),
} as const;

/** A medium of a tenant whose links are signed already. */
async function medium(world: World): Promise<Media> {
  const { tenant_id, ids, ports } = world;
  await world.tenant();
  const about = { id: ids.next('med'), tenant_id, created_by: 'bench', created_at: timestamp(NOW) };
  const draft: Media = { ...about, file_name: 'Spring offer.png', status: 'waiting', reasons: [] };
  await ports.media.add(draft);
  return draft;
}

async function ready(world: World): Promise<Media> {
  return (await world.ports.media.conclude(await medium(world), READY))!;
}

export const media: Section = {
  'media.create': atLeast((world) => world.route('media.create', { body: { file_name: 'Spring offer.png' } })),
  'media.check': async (world) => {
    const { id } = await medium(world);
    world.ports.answers.file = FILE;
    return world.route('media.check', { params: { id } });
  },
  'media.list': atLeast(async (world) => {
    await ready(world);
    return world.route('media.list');
  }),
  'media.read': async (world) => world.route('media.read', { params: { id: (await ready(world)).id } }),
  'media.delete': atLeast(async (world) => world.route('media.delete', { params: { id: (await ready(world)).id } })),
  'media_file.read': async (world) => {
    const token = mediaToken(await ready(world), await world.ports.tenants.ensuredLinkSecret(world.tenant_id, ''));
    world.ports.answers.file = FILE;
    return () => serveMedia(token, 'GET', world.ports);
  },
};
