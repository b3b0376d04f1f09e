import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import { sideBySide } from '../../shared/platform/side-by-side.ts';
import { FOR_GOOD, mediaType, type Site } from '../../shared/platform/site.ts';
import { customResource, type Change } from '../../shared/runtime/custom-resource.ts';
import { site } from '../../shared/runtime/dependencies.ts';

/** The build puts the console beside the bundle. */
const BUILT = join(import.meta.dirname, 'console');
const AT_ONCE = 8;

const settings = z.object({
  /** What `config.json` says. */
  config: z.string(),
  /** Whether the files go with the resource. */
  kept: z.enum(['true', 'false']),
});

/** Puts the console into its bucket. Files of earlier versions stay: a tab that is open loads chunks of its own version. */
async function publishConsole(
  { type, properties }: Change<z.output<typeof settings>>,
  { site }: { readonly site: Site },
): Promise<void> {
  if (type === 'Delete') {
    if (properties.kept === 'false') await site.empty();
    return;
  }
  await sideBySide(await readdir(join(BUILT, 'assets')), AT_ONCE, async (name) => {
    const body = await readFile(join(BUILT, 'assets', name));
    await site.put(`console/assets/${name}`, { body, type: mediaType(name), cacheControl: FOR_GOOD });
  });
  // Last, since it names assets.
  const pages = { 'index.html': await readFile(join(BUILT, 'index.html')), 'config.json': properties.config };
  for (const [name, body] of Object.entries(pages))
    await site.put(`console/${name}`, { body, type: mediaType(name), cacheControl: 'no-cache' });
}

export const handler = customResource(settings, publishConsole, { site });
