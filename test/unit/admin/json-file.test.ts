import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

import { localInstallation, saveLocalInstallation } from '../../../admin/installation.ts';
import { readJsonFile, writeJsonFile } from '../../../admin/json-file.ts';
import { checkDataFolder } from '../../../local/data-folder.ts';
import { knownDemoTenant } from '../../../local/demo-tenant.ts';

const schema = z.object({ name: z.string() });
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'herald-json-file-'));
  file = join(folder, 'sample.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const DAMAGES: readonly (readonly [string, (file: string) => void, RegExp])[] = [
  ['empty', (file) => writeFileSync(file, ''), /it is not JSON/],
  ['cut off', (file) => writeFileSync(file, '{"name": "hk_secr'), /it is not JSON/],
  ['of a wrong shape', (file) => writeFileSync(file, '{"name": 1}'), /name|tenant_id|tableName/],
  ['a list', (file) => writeFileSync(file, '[]'), /expected object/],
  ['a directory', (file) => mkdirSync(file), /EISDIR/],
];

test('what was written is read again, by this user alone, and nothing else is left', () => {
  writeJsonFile(file, { name: 'before' });
  writeJsonFile(file, { name: 'after' });
  expect(readJsonFile(file, schema, 'Wait.')).toEqual({ name: 'after' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['sample.json']);
});

test('a file that is not there is none', () => {
  expect(readJsonFile(file, schema, 'Wait.')).toBeUndefined();
});

test('a failure to write leaves the file that was there', () => {
  writeJsonFile(file, { name: 'before' });
  const endless: Record<string, unknown> = {};
  endless['again'] = endless;
  expect(() => writeJsonFile(file, endless)).toThrow('circular');
  expect(readFileSync(file, 'utf8')).toBe('{"name":"before"}');
});

test.each(DAMAGES)(
  'a file that is %s is named, with the reason, the remedy and no secret',
  async (_, damage, reason) => {
    for (const [name, read, remedy] of [
      ['sample.json', () => readJsonFile(file, schema, 'Wait.'), / Wait\.$/],
      ['demo-tenant.json', () => knownDemoTenant(folder), /Put a copy of the file back; or move it away/],
      ['installation.json', () => localInstallation(folder), /run npm start again, which writes it anew/],
    ] as const) {
      damage(join(folder, name));
      const failure: unknown = await Promise.try<unknown, []>(read).catch((error: unknown) => error);
      const { message } = failure as Error;
      expect(message).toMatch(`${join(folder, name)} is damaged or cannot be read (`);
      expect(message).toMatch(reason);
      expect(message).toMatch(remedy);
      expect(message).not.toContain('hk_secr');
    }
  },
);

test('admin commands say when no Herald has used a folder, and when it does not run', async () => {
  await expect(localInstallation(folder)).rejects.toThrow(
    /No start of Herald keeps its data in .*: run npm start first/,
  );
  saveLocalInstallation(folder, {
    tableName: 'herald',
    credentialsPrefix: 'herald/',
    // Nobody listens on port 1, which needs root.
    access: {
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    },
  });
  await expect(localInstallation(folder)).rejects.toThrow(/is not running: run npm start first/);
});

test('a used folder of which a database is missing or empty is reported, and a stand-in may be missing', () => {
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const check = () => checkDataFolder({ dataDirectory: folder });
  put('services.db', 'x');
  expect(check).toThrow(/dynamodb\.db: it is missing/);
  expect(() => checkDataFolder({ dataDirectory: folder, dynamoDbEndpoint: 'http://127.0.0.1:8000' })).not.toThrow();
  put('dynamodb.db', '');
  expect(check).toThrow(/dynamodb\.db: it is empty/);
  put('dynamodb.db', 'x');
  expect(check).not.toThrow();
  put('stand-in.db', '');
  expect(check).toThrow(/stand-in\.db: it is empty/);
});
