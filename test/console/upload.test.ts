import { expect, test } from 'vitest';

import { PNG } from '../support/media-files.ts';
import { signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)(
  'a picture from the computer gets an address, and one that breaks off is refused in words',
  async () => {
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, '/campaigns/new/edit/message');
    await page.getByLabel('Picture or file', { exact: true }).selectOption('image');
    const file = page.getByLabel('Or a file from this computer');
    const named = { name: 'Spring offer.png', mimeType: 'image/png' };
    await file.setInputFiles({ ...named, buffer: PNG.subarray(0, -5) });
    await page.getByText('It breaks off before its end').waitFor();
    await file.setInputFiles({ ...named, buffer: Buffer.from(PNG) });
    const address = page.getByLabel('Its address', { exact: true });
    await expect.poll(() => address.inputValue(), { timeout: 60_000 }).toMatch(/\/m\/[\w-]+\/spring-offer\.png$/);
    expect(await page.getByText('Give an address that begins with https').count()).toBe(0);
    expect(faults).toEqual([]);
    await visitor.close();
  },
);
