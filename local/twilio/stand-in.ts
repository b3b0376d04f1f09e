import { DatabaseSync } from 'node:sqlite';
import { peopleActing, type Webhooks } from './acts.ts';
import { apiServer, type Account } from './api-server.ts';
import type { Verdict } from './approval.ts';
import { statusCallbacks } from './callbacks.ts';
import { contents as contentsOf } from './content.ts';
import { messageCreator } from './create-message.ts';
import { ORDINARY, person, type Behaviour } from './customers.ts';
import { prepareDatabase } from './database.ts';
import type { DelayRange } from './delivery.ts';
import { faultyCreates, type Faults } from './faults.ts';
import { actsOf, type Habits } from './habits.ts';
import { listen } from './listener.ts';
import { messageRoutes } from './messages.ts';
import { optOuts as optOutsOf } from './opt-outs.ts';
import { rateLimit } from './rate-limit.ts';
import { requester } from './requester.ts';
import { truthOf, type Truth } from './truth.ts';
import { windows as windowsOf, type Windows } from './window.ts';

export interface StandInOptions {
  /** Default: a free one. It listens on 127.0.0.1 only. */
  readonly port?: number;
  readonly accounts: readonly Account[];
  /** Messages per second of each sender, in bursts of up to one second's worth. */
  readonly rate: number;
  readonly seed: number;
  /** How long after its creation a message changes its status. Default: 50 to 1500 ms. */
  readonly callbackDelayMs?: DelayRange;
  readonly behaviour?: Partial<Behaviour>;
  /** What people do with messages that have buttons, once `deliver` says where to report it. Default: nothing. */
  readonly habits?: Habits;
  /** Default: `instant`. */
  readonly approval?: Verdict;
  /** Whether free-form messages need an inbound one in the last 24 h. Default: false. */
  readonly enforceWindow?: boolean;
  /** Whether status callbacks wait for `deliver()`, since their receiver may not listen yet. Default: false. */
  readonly held?: boolean;
  /** An open database of its own, which keeps messages, contents and whatever is outstanding. Default: in memory. */
  readonly db?: DatabaseSync;
}

export interface StandIn {
  /** `http://127.0.0.1:<port>`: replaces both api.twilio.com and content.twilio.com. */
  readonly url: string;
  readonly faults: Faults;
  readonly windows: Windows;
  /** Also `GET /_stand-in/truth`, without credentials. */
  truth(): Truth;
  /** Sends held status callbacks, and lets people act when it is given where to report it. */
  deliver(webhooks?: Webhooks): void;
  /** Resolves when no status callback and no act of a person is outstanding. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** As many requests as callbacks and acts may have in flight together. */
const MAX_SOCKETS = 64;

/** Stands in for Twilio: Messages, Content, status callbacks, and what simulated people write, tap, call and order. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { accounts, rate, seed, habits, approval = 'instant', enforceWindow = false } = options;
  const delay = options.callbackDelayMs ?? { min: 50, max: 1500 };
  const behaviour = { ...ORDINARY, ...options.behaviour };
  const authTokens = new Map(accounts.map(({ accountSid, authToken }) => [accountSid, authToken]));
  const db = options.db ?? new DatabaseSync(':memory:');
  prepareDatabase(db);

  const limit = rateLimit(rate, () => performance.now());
  const creates = faultyCreates();
  const contents = contentsOf(db, approval);
  const windows = windowsOf(db, enforceWindow);
  const optOuts = optOutsOf(db);
  const http = requester(MAX_SOCKETS);
  const authTokenOf = (accountSid: string) => authTokens.get(accountSid) ?? '';
  const callbacks = statusCallbacks(db, { http, authTokenOf, held: options.held ?? false });
  const personAt = (address: string) => person(seed, numberOf(address), behaviour);
  const acts = peopleActing(db, {
    http,
    windows,
    optOuts,
    authTokenOf,
    delay,
    actsOf: (address, actions) =>
      habits ? actsOf({ seed, number: numberOf(address), habits }, personAt(address), actions) : [],
  });
  const createMessage = messageCreator({
    db,
    contents,
    windows,
    optOuts,
    delay,
    maySend: limit.allows,
    personAt,
    onCallbacks: callbacks.added,
    plan: acts.plan,
  });
  const truth = truthOf(db, limit.refused);

  let rejecting = false;
  const server = apiServer(
    [
      ...messageRoutes(db, createMessage, creates),
      ...contents.routes,
      {
        method: 'GET',
        path: /^\/_stand-in\/truth$/,
        public: true,
        handle: () => ({ status: 200, body: truth() }),
      },
    ],
    accounts,
    () => rejecting,
  );
  const listener = await listen(server, options.port ?? 0);
  return {
    url: listener.url,
    faults: {
      creates: creates.creates,
      rejectCredentials: (on) => void (rejecting = on),
      goOffline: listener.close,
      goOnline: listener.open,
      clear() {
        creates.clear();
        rejecting = false;
      },
    },
    windows,
    truth,
    deliver(webhooks) {
      callbacks.deliver();
      if (webhooks) acts.deliver(webhooks);
    },
    async settled() {
      await acts.settled();
      await callbacks.settled();
    },
    async close() {
      callbacks.close();
      acts.close();
      http.close();
      await listener.close();
    },
  };
}

function numberOf(address: string): string {
  return address.replace('whatsapp:', '');
}
