import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test, vi } from 'vitest';
import { dynoxideBinary, NoEmbeddedDynamoDb } from '../dynoxide-binary.ts';
import { startDynoxide } from '../dynoxide.ts';
import { freePort } from '../free-port.ts';
import { PATIENT } from './patient.ts';

const directory = mkdtempSync(join(tmpdir(), 'dynoxide-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

function processesOn(file: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(file));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('the embedded DynamoDB starts, answers, indexes its stream records and leaves nothing running but its file', async () => {
  const file = join(directory, 'kept.db');
  for (let run = 0; run < 2; run++) {
    const dynoxide = await startDynoxide({ file });
    const client = new DynamoDBClient({
      endpoint: dynoxide.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    client.destroy();
    await dynoxide.close();
    expect(processesOn(file)).toEqual([]);
  }
  const database = new DatabaseSync(file);
  const plan = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?',
    )
    .all('app');
  database.close();
  expect(JSON.stringify(plan)).toContain('USING COVERING INDEX local_stream_sequence');
});

test('the embedded DynamoDB does not outlive a parent that is SIGKILLed', async () => {
  const file = join(directory, 'orphan.db');
  const source = `const { startDynoxide } = await import(${JSON.stringify(resolve('local/aws/dynoxide.ts'))});
    await startDynoxide({ file: ${JSON.stringify(file)} });
    console.log('up');`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  expect(processesOn(file).length).toBeGreaterThan(1);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(processesOn(file)).toEqual([]), PATIENT);
});

test('the embedded DynamoDB reports when it ends by itself', async () => {
  const file = join(directory, 'killed.db');
  let ended: (reason: Error) => void = () => {};
  const reason = new Promise<Error>((settle) => (ended = settle));
  const dynoxide = await startDynoxide({ file, onExit: ended });
  const server = processesOn(file).find((pid) => commandLine(pid).startsWith(dynoxideBinary()))!;
  process.kill(server, 'SIGKILL');
  expect((await reason).message).toMatch(/^the embedded DynamoDB ended with 137/);
  await dynoxide.close();
});

test('the embedded DynamoDB takes another port when somebody else took the one it picked', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const picked = [port];
  const file = join(directory, 'another-port.db');
  const started = await startDynoxide({ file, pickPort: async () => picked.pop() ?? freePort() });
  expect(started.endpoint).not.toContain(`:${port}`);
  await started.close();
  await expect(startDynoxide({ file, pickPort: async () => port })).rejects.toThrow(/already in use/);
  other.close();
});

test('the embedded DynamoDB reports why it cannot start', async () => {
  await expect(startDynoxide({ file: join(directory, 'missing', 'x.db') })).rejects.toThrow(/ended with 1: .*open/i);
});

test('a platform without an embedded DynamoDB is named in an error of its own', () => {
  const find = () => dynoxideBinary('plan9-mips');
  expect(find).toThrow(NoEmbeddedDynamoDb);
  expect(find).toThrow('There is no embedded DynamoDB for plan9-mips: another DynamoDB endpoint is needed.');
});
