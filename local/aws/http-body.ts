import type { IncomingMessage } from 'node:http';

/** The whole body of a request or response. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  return Buffer.concat((await message.toArray()) as Buffer[]);
}
