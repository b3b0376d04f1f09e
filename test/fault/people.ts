import { messageToken } from '../../shared/message/message-token.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';
import type { Household } from './population.ts';
import type { Created, Received } from './provider.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { simulatedWebhooks } from './webhooks.ts';

/** What a customer did, and whether and when Herald acknowledged it. Times are milliseconds since the epoch. */
export interface Act {
  readonly campaign_id: string;
  readonly customer_id: string;
  readonly at: number;
  taken: boolean;
  taken_at?: number;
}

export interface Tap extends Act {
  readonly button_id: string;
  readonly source: 'inbound' | 'redirect' | 'api';
}

/** Words in reply to a message. */
export type Words = Act;

/** What a customer bought, told by their shop: no campaign's, whatever it was that made them. */
export type Purchase = Omit<Act, 'campaign_id'>;

/** An opt-out that a customer wrote, and when Herald acknowledged it. */
export interface OptOut {
  readonly customer_id: string;
  taken_at?: number;
}

/** The length of a reply button's token, and of a link's. */
const TOKEN = { reply: 44, link: 78 };

/** Customers who read their messages, tap, reply and opt out; and the provider's webhooks about it. */
export function people(
  world: Scheduler,
  faults: Faults,
  roll: Random,
  households: readonly Household[],
  herald: () => Functions,
  webhooks: ReturnType<typeof simulatedWebhooks>,
  /** Whatever is written, the provider knows. */
  receive: (message: Received) => void,
) {
  const taps: Tap[] = [];
  const words: Words[] = [];
  const purchases: Purchase[] = [];
  const optOuts: OptOut[] = [];
  let sids = 0;
  const tenantOf = ({ account_sid }: Created) =>
    households.find((household) => household.account_sid === account_sid)!.tenant_id;

  async function write(message: Created, text: string, payload?: string): Promise<boolean> {
    sids += 1;
    const callback = {
      sid: `SMin${String(sids).padStart(28, '0')}`,
      from: message.to,
      text,
      media_urls: [],
      ...(payload && { button_payload: payload, button_text: text }),
      replied_to_sid: message.sid,
    };
    const { account_sid, from: to } = message;
    receive({ sid: callback.sid, account_sid, from: message.to, to, text, at: world.now() });
    return webhooks.deliver(() => herald().inbound(tenantOf(message), callback), 'webhook_duplicated');
  }

  function tap(message: Created, button_id: string, source: Tap['source']): Tap {
    const { campaign_id, customer_id } = message;
    const made = { campaign_id, customer_id, button_id, source, at: Math.floor(world.now()), taken: false };
    taps.push(made);
    return made;
  }

  function acknowledge(act: Pick<Act, 'taken' | 'taken_at'>, taken: boolean): void {
    act.taken = taken;
    if (taken) act.taken_at = world.now();
  }

  async function visit(message: Created, token: string): Promise<void> {
    const made = tap(message, 'site', 'redirect');
    const id = `visit-${taps.length}`;
    let lost = false;
    const { kind } = await herald().follow(
      tenantOf(message),
      token,
      id,
      (event) => (lost ||= event === 'link.unrecorded'),
    );
    acknowledge(made, kind === 'done' && !lost);
  }

  async function react(message: Created): Promise<void> {
    const reply = message.variables.find(({ length }) => length === TOKEN.reply);
    const link = message.variables.find(({ length }) => length === TOKEN.link);
    await world.until(world.now() + roll.between(0, 120_000));
    switch (roll.below(8)) {
      case 0:
      case 1: {
        if (!reply) return;
        for (let times = 1 + roll.below(2); times > 0; times--) {
          const made = tap(message, 'yes', 'inbound');
          acknowledge(made, await write(message, 'Yes', reply));
        }
        return;
      }
      case 2:
        if (link) for (let times = 1 + roll.below(2); times > 0; times--) await visit(message, link);
        return;
      case 3: {
        if (!reply) return;
        const made = tap(message, 'call', 'api');
        const key = `key-${taps.length}`;
        const click = () => herald().click(tenantOf(message), message.campaign_id, message.customer_id, 'call', key);
        acknowledge(made, await webhooks.deliver(click, 'webhook_duplicated'));
        return;
      }
      case 4: {
        const { campaign_id, customer_id } = message;
        const said: Words = { campaign_id, customer_id, at: Math.floor(world.now()), taken: false };
        words.push(said);
        acknowledge(said, await write(message, 'Nice!'));
        return;
      }
      case 5: {
        const made: OptOut = { customer_id: message.customer_id };
        optOuts.push(made);
        if (await write(message, 'STOP')) made.taken_at = world.now();
      }
    }
  }

  return {
    taps,
    words,
    purchases,
    optOuts,

    /** A customer buys something at some time after their campaign has come to them, or would have; their shop tells of it. */
    async buy(tenant: string, customer_id: string, own: Random): Promise<void> {
      if (!own.chance(0.4)) return;
      await world.until(world.now() + Math.round(own.between(0, 90 * 60_000)));
      const made: Purchase = { customer_id, at: Math.floor(world.now()), taken: false };
      purchases.push(made);
      const reference = `order-${purchases.length}`;
      const tell = () => herald().convert(tenant, customer_id, made.at, reference);
      acknowledge(made, await webhooks.deliver(tell, 'webhook_duplicated'));
    },

    /** A message changed its status: the provider reports it to Herald, and the customer may react. */
    onStatus(message: Created, status: string, errorCode?: number): void {
      const token = messageToken(message);
      const callback = { token, sid: message.sid, status, ...(errorCode && { errorCode: String(errorCode) }) };
      const wait = faults.happens('callback_disordered', 0.3) ? roll.between(0, 120_000) : roll.between(0, 200);
      world.at(world.now() + wait, async () => {
        void webhooks
          .deliver(() => herald().status(tenantOf(message), callback), 'callback_duplicated')
          .then((heard) => heard && !message.heard.has(status) && message.heard.set(status, world.now()));
      });
      if (status === 'read' || (status === 'delivered' && roll.chance(0.3))) void react(message);
    },
  };
}
