import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** Minified, gzipped, openapi-fetch with it. */
const MAX_BYTES = 8 * 1024;

test('the client is small, and holds nothing of Node, of zod and of the service', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: ['client/src/client.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    // Fails for whatever a browser does not have.
    platform: 'browser',
    write: false,
    metafile: true,
  });
  expect(gzipSync(outputFiles[0]!.contents).byteLength).toBeLessThanOrEqual(MAX_BYTES);
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((file) => !/^(client\/src|node_modules\/openapi-fetch)\//.test(file))).toEqual([]);
  expect(inputs).toContain('client/src/send.ts');
});
