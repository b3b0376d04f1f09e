import { expect, test } from 'vitest';

import { checkTarget } from '../../../shared/webhook/webhook-target.ts';
import { thrown } from '../fixtures.ts';

async function faultsOf(url: string | undefined, privateTargets = false): Promise<string[]> {
  try {
    checkTarget(url, privateTargets);
    return [];
  } catch {
    const { faults } = (await thrown(() => checkTarget(url, privateTargets))) as unknown as {
      faults: { path: string; code: string }[];
    };
    expect(faults.map(({ path }) => path)).toEqual(faults.map(() => 'url'));
    return faults.map(({ code }) => code);
  }
}

test.each([
  undefined,
  'https://hooks.example.com/a?b=c',
  'https://hooks.example.com:443/',
  'https://hooks.example.com:8443/',
  'https://hooks.example.com:1024/',
  'https://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'https://localhost.example.com/',
  'https://notlocal.com/',
])('%s may be an endpoint', async (url) => {
  expect(await faultsOf(url)).toEqual([]);
});

test.each([
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:8.8.8.8]',
  '[64:ff9b::7f00:1]',
  '[fe80::1]',
  '[fd00::1]',
  'localhost',
  'LOCALHOST.',
  'a.localhost',
  'printer.local',
  'db.internal',
  'intranet',
])('https://%s/ is refused: it is not on the public internet', async (host) => {
  expect(await faultsOf(`https://${host}/`)).toEqual(['private_host']);
  expect(await faultsOf(`https://${host}/`, true)).toEqual([]);
});

test.each([
  ['http://hooks.example.com/', ['url']],
  ['https://me@hooks.example.com/', ['credentials']],
  ['https://:word@hooks.example.com/', ['credentials']],
  ['https://hooks.example.com:22/', ['port']],
  ['https://hooks.example.com:80/', ['port']],
  ['https://hooks.example.com:0/', ['port']],
  ['http://me:word@127.0.0.1:25/', ['credentials', 'url', 'private_host', 'port']],
])('%s is refused with all its faults: %j', async (url, codes) => {
  expect(await faultsOf(url)).toEqual(codes);
});

test('with private targets permitted, as in tests, only a password is refused', async () => {
  expect(await faultsOf('http://127.0.0.1:25/', true)).toEqual([]);
  expect(await faultsOf('http://me:word@127.0.0.1:25/', true)).toEqual(['credentials']);
});
