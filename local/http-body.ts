import type { IncomingMessage } from 'node:http';

/** Everything a request or response carries. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  return Buffer.concat((await message.toArray()) as Buffer[]);
}
