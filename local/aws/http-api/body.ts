import type { IncomingMessage } from 'node:http';

/** The most that API Gateway accepts. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The whole body, or undefined when it is longer than the gateway accepts. The rest of a long one is read and dropped. */
export async function readLimited(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}
