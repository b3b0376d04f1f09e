import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import { sideBySide } from '../platform/side-by-side.ts';
import { FOR_GOOD, mediaType, type Site } from '../platform/site.ts';
import type { Change } from './custom-resource.ts';

const AT_ONCE = 8;

export const consoleProperties = z.object({
  /** What `config.json` says. */
  config: z.string(),
  /** Whether the files go with the resource. */
  kept: z.enum(['true', 'false']),
});

export interface PublishPorts {
  /** Where the build put the console: `index.html`, and `assets`. */
  readonly consoleDirectory: string;
  readonly site: Site;
}

/** Puts the console onto its site. Files of earlier versions stay: a tab that is open loads chunks of its own version. */
export async function publishConsole(
  { type, properties }: Change<z.output<typeof consoleProperties>>,
  { consoleDirectory, site }: PublishPorts,
): Promise<void> {
  if (type === 'Delete') {
    if (properties.kept === 'false') await site.empty();
    return;
  }
  const assets = join(consoleDirectory, 'assets');
  await sideBySide(await readdir(assets), AT_ONCE, async (name) => {
    const body = await readFile(join(assets, name));
    await site.put(`console/assets/${name}`, { body, type: mediaType(name), cacheControl: FOR_GOOD });
  });
  // Last, since it names assets.
  const pages = {
    'config.json': properties.config,
    'index.html': await readFile(join(consoleDirectory, 'index.html')),
  };
  for (const [name, body] of Object.entries(pages))
    await site.put(`console/${name}`, { body, type: mediaType(name), cacheControl: 'no-cache' });
}
