import { DatabaseSync } from 'node:sqlite';
import { peopleActing, type Webhooks } from './acts.ts';
import type { Account } from './account.ts';
import { accountRules } from './account-rules.ts';
import { apiServer } from './api-server.ts';
import type { Verdict } from './approval.ts';
import { statusCallbacks } from './callbacks.ts';
import { contents as contentsOf } from './content.ts';
import { controlRoutes } from './control-routes.ts';
import { controller, type Controlled } from './controller.ts';
import type { Controls } from './controls.ts';
import { messageCreator } from './create-message.ts';
import { fraction, ORDINARY, person, type Behaviour } from './customers.ts';
import { prepareDatabase } from './database.ts';
import type { DelayRange } from './delivery.ts';
import { eventStream } from './event-stream.ts';
import { faultyCreates, type Faults } from './faults.ts';
import { actsOf, type Habits } from './habits.ts';
import { inboxOf } from './inbox.ts';
import { LIMITS, type Limits } from './limits.ts';
import { listen } from './listener.ts';
import { messageRoutes } from './messages.ts';
import { optOuts as optOutsOf } from './opt-outs.ts';
import { pace as paceOf } from './pace.ts';
import { reach } from './reach.ts';
import { requester, type Requester } from './requester.ts';
import { rules as rulesOf, type RuleChanges } from './rules.ts';
import { senderRoutes } from './sender-routes.ts';
import { senders as sendersOf } from './senders.ts';
import { serviceSenders } from './service-senders.ts';
import { shapes as shapesOf, type ShapeReport } from './shapes.ts';
import { tasteOf, withTaste, type Tastes } from './taste.ts';
import { truthOf, type Truth } from './truth.ts';
import { EXAMPLE_HOSTS, web as webOf } from './web.ts';
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
  /**
   * What people do with each message is drawn anew, by tastes of their own, or without any. Default: what somebody does with a
   * message they do with all.
   */
  readonly tastes?: Tastes;
  /** Default: a second's delay. */
  readonly approval?: Verdict;
  /** Which rules of the network hold, where it differs from their defaults. */
  readonly rules?: RuleChanges;
  readonly limits?: Partial<Limits>;
  /** Hosts whose pages and media answer, besides those of examples and this machine; `*.example` with all below it. */
  readonly hosts?: readonly string[];
  /** A folder with Twilio's OpenAPI documents, against which requests are checked. Default: what TWILIO_OPENAPI names. */
  readonly openApi?: string;
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
  /** How many requests Twilio's OpenAPI documents describe, and which of them differ. Also `GET /_stand-in/shapes`. */
  shapes(): ShapeReport;
  /** Changes what the network does. Also `POST /_stand-in/act`, without credentials. */
  act(given: Controls): Promise<Controlled>;
  /** Sends held status callbacks, and lets people act when it is given where to report it. */
  deliver(webhooks?: Webhooks): void;
  /** Resolves when no status callback and no act of a person is outstanding. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** As many requests as callbacks and acts may have in flight together. */
const MAX_SOCKETS = 64;
/** How long a review takes: long enough that whoever forgets to wait for it is found out. */
const REVIEW_MS = 1_000;

/** Stands in for Twilio: Messages, Content, status callbacks, and what simulated people write, tap, call and order. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { accounts, rate, seed, habits } = options;
  const delay = options.callbackDelayMs ?? { min: 50, max: 1500 };
  const behaviour = { ...ORDINARY, ...options.behaviour };
  const authTokens = new Map(accounts.map(({ accountSid, authToken }) => [accountSid, authToken]));
  const db = options.db ?? new DatabaseSync(':memory:');
  prepareDatabase(db);

  const creates = faultyCreates();
  const rules = rulesOf(options.rules);
  const limits = { ...LIMITS, ...options.limits };
  const pace = paceOf(rate, rules, limits, () => performance.now());
  const reviewer = { verdict: options.approval ?? { delayMs: REVIEW_MS } };
  const windows = windowsOf(db, rules);
  const optOuts = optOutsOf(db);
  const http = requester(MAX_SOCKETS);
  let isCut = false;
  /** To Herald, unless the way there is cut. */
  const toHerald: Requester = {
    ...http,
    send: (request) => (isCut ? Promise.resolve({ outcome: 'ct', headers: {}, body: '' }) : http.send(request)),
  };
  const web = webOf(http, [...EXAMPLE_HOSTS, ...(options.hosts ?? [])]);
  const contents = contentsOf(db, { rules, web, verdict: () => reviewer.verdict });
  const senders = sendersOf(db, accounts, rules);
  const inbox = inboxOf(db, windows, optOuts, rules);
  const authTokenOf = (accountSid: string) => authTokens.get(accountSid) ?? '';
  const callbacks = statusCallbacks(db, { http: toHerald, authTokenOf, held: options.held ?? false });
  let messages = 0;
  const personAt = (address: string) => {
    const found = person(seed, numberOf(address), behaviour);
    if (!options.tastes) return found;
    messages += 1;
    return { ...found, reads: fraction(`${seed} ${address} reads ${messages}`) < behaviour.read };
  };
  const habitsOf = (number: string, given: Habits, at: number) =>
    options.tastes === 'own' ? withTaste(given, tasteOf(seed, number), new Date(at).getUTCHours()) : given;
  const acts = peopleActing(db, {
    http: toHerald,
    inbox,
    authTokenOf,
    delay,
    actsOf(address, actions, { sid, read_at }) {
      const number = numberOf(address);
      if (!habits) return [];
      const actor = {
        seed,
        number,
        habits: habitsOf(number, habits, read_at),
        ...(options.tastes && { occasion: sid }),
      };
      return actsOf(actor, person(seed, number, behaviour), actions);
    },
  });
  const createMessage = messageCreator({
    ...{ db, rules, limits, web, senders },
    checkAccount: accountRules(db, accounts, rules, limits),
    senderOf: serviceSenders(accounts),
    reach: reach(db),
    contents,
    windows,
    optOuts,
    delay,
    pace,
    personAt,
    onCallbacks: callbacks.added,
    plan: acts.plan,
  });
  const truth = truthOf(db, pace.refused);
  let inboundUrl: string | undefined;
  const act = controller({
    ...{ rules, limits, reviewer, contents, senders, web, inbox, http: toHerald, authTokenOf },
    events: eventStream(http, authTokenOf),
    faults: creates,
    inboundUrl: () => inboundUrl,
  });

  const shapes = shapesOf(options.openApi ?? process.env['TWILIO_OPENAPI']);
  let rejecting = false;
  const server = apiServer(
    [
      ...messageRoutes(db, createMessage, creates),
      ...contents.routes,
      ...senderRoutes(senders, limits),
      ...controlRoutes(truth, shapes.report, act),
    ],
    accounts,
    { rejecting: () => rejecting, check: shapes.check },
  );
  const listener = await listen(server, options.port ?? 0);
  return {
    url: listener.url,
    faults: {
      creates: creates.creates,
      rejectCredentials: (on) => void (rejecting = on),
      cutWebhooks: (cut) => void (isCut = cut),
      goOffline: listener.close,
      goOnline: listener.open,
      clear() {
        creates.clear();
        rejecting = false;
        isCut = false;
      },
    },
    windows,
    truth,
    shapes: shapes.report,
    act,
    deliver(webhooks) {
      inboundUrl = webhooks?.inbound ?? inboundUrl;
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
