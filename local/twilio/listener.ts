import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly url: string;
  /** Opens it again, on the same port. */
  open(): Promise<void>;
  /** Refuses new connections and breaks existing ones. */
  close(): Promise<void>;
}

/** @param port 0 for any free one */
export async function listen(server: Server, port: number): Promise<Listener> {
  // Idle connections stay open: to a client that reuses one, a closed connection would be a lost answer.
  server.keepAliveTimeout = 0;

  async function open(): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  await open();
  return { url: `http://127.0.0.1:${port}`, open, close };
}
