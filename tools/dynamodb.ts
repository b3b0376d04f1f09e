/** `npm run dynamodb`: a DynamoDB for `npm start` where none is embedded, as on macOS; in memory, until Ctrl-C. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCommandLine } from '../admin/command-line.ts';
import { wholeNumber } from '../admin/settings.ts';
import { endOnSignal } from '../local/end-on-signal.ts';
import { startDynamoDb } from '../test/prove/ministack.ts';
import { pythonTools } from '../test/prove/python-tools.ts';

const { values } = readCommandLine({
  usage: 'npm run dynamodb -- [--port 8000]',
  options: { port: wholeNumber(1, 65_535).default(8000) },
});
const tools = await pythonTools();
if (!tools) {
  console.error('This needs python3, 3.11 or newer, with pip.');
  process.exit(1);
}
const folder = await mkdtemp(join(tmpdir(), 'herald-dynamodb-'));
const started = await startDynamoDb(tools, folder, values.port).catch(async (error: unknown) => {
  await rm(folder, { recursive: true });
  console.error(`${String(error)} Is the port ${values.port} in use? Another one: npm run dynamodb -- --port 8001`);
  process.exit(1);
});
endOnSignal(async () => {
  await started.close();
  await rm(folder, { recursive: true });
  return 0;
});
console.log('In another terminal (what both keep is gone when this ends):');
console.log(`  DYNAMODB_ENDPOINT=${started.endpoint} HERALD_DATA=${join(folder, 'herald')} npm start`);
