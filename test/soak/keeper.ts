import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../local/aws/free-port.ts';
import { lastingPort } from '../../local/aws/test/lasting-port.ts';
import { caller, type Answer, type Sending } from '../support/api.ts';
import { startHeraldProcess, type HeraldProcess } from '../support/herald-process.ts';
import { heldMemory } from './held-memory.ts';

/** So often a request is made again that a kill cut off, and so long after: a start takes minutes on a machine that does much else. */
const MAX_TRIES = 600;
const PAUSE_MS = 1_000;

/** A Herald that is killed and started again, as its caller sees it. */
export interface Keeper {
  /** Calls the API; a request that got no answer is made again, with the same Idempotency-Key, once Herald is there again. */
  call(route: string, sending?: Sending): Promise<Answer>;
  /** Kills everything at once, and starts it again on the same port with what it has stored. */
  restart(): Promise<void>;
  readonly pid: number;
  readonly kills: number;
  /** What the process holds in its heaps, in megabytes; undefined when it was killed meanwhile. */
  held(): Promise<number | undefined>;
  /** When the process that runs was started, in milliseconds since the epoch. */
  readonly since: number;
  /** What it wrote to its standard error, since the first start. */
  errors(): string;
  end(): Promise<void>;
}

/** @param rate messages per second of its sender */
export async function keepHerald(folder: string, rate: number): Promise<Keeper> {
  let inspector = 0;
  const start = async (port: string) => {
    inspector = await freePort();
    return startHeraldProcess({ HERALD_DATA: folder, SENDER_RATE: String(rate), PORT: port, HERALD_API_KEY: '' }, [
      `--inspect=127.0.0.1:${inspector}`,
      '--inspect-publish-uid=http',
    ]);
  };
  const port = String(await lastingPort());
  let process: HeraldProcess = await start(port);
  let [since, kills, told] = [Date.now(), 0, ''];

  async function call(route: string, { headers, ...sending }: Sending = {}): Promise<Answer> {
    const key = route.startsWith('POST ') && { 'idempotency-key': randomUUID() };
    for (let tried = 1; ; tried += 1) {
      try {
        const answer = await caller(process.url, process.apiKey)(route, {
          ...sending,
          headers: { ...key, ...headers },
        });
        // The first one with this key was cut off, and is taken for running a while longer.
        const isBusy = answer.status >= 500 || answer.status === 429 || answer.body?.code === 'idempotency.in_progress';
        if (!isBusy || tried === MAX_TRIES) return answer;
      } catch (error) {
        // What fetch throws when the connection ends.
        if (!(error instanceof TypeError) || tried === MAX_TRIES) throw error;
      }
      await sleep(PAUSE_MS);
    }
  }

  return {
    call,
    async restart() {
      await process.end('SIGKILL');
      told += process.errors();
      process = await start(port);
      [since, kills] = [Date.now(), kills + 1];
    },
    held: () => heldMemory(inspector),
    get pid() {
      return process.pid;
    },
    get kills() {
      return kills;
    },
    get since() {
      return since;
    },
    // Node says so of whoever asks what is held.
    errors: () => `${told}${process.errors()}`.replaceAll('Debugger attached.\n', ''),
    async end() {
      await process.end('SIGINT');
    },
  };
}
