import type { Functions } from '../fault/functions.ts';
import type { Random } from '../fault/random.ts';
import type { Scheduler } from '../fault/scheduler.ts';
import type { Received } from './provider.ts';
import type { Tenant } from './population.ts';

/** How many of those who read do what: the rest does nothing. */
const SHARES = { tap: 0.06, visit: 0.03, write: 0.01, stop: 0.003 };
/** The length of a reply button's token, and of a link's. */
const TOKEN = { reply: 44, link: 78 };
/** How late the provider's webhooks are, and how soon people react, in milliseconds at most. */
const LATE = 200;
const REACTS = 60_000;

/** What people did with a tenant's campaign, and how much of it Herald took. */
export interface Done {
  taps: number;
  visits: number;
  replies: number;
  stops: number;
  refused: number;
}

/** People who tap, follow links, write and opt out; and the provider's webhooks of that and of its messages. */
export function countedPeople(world: Scheduler, roll: Random, herald: () => Functions) {
  const done = new Map<Tenant, Done>();
  let sids = 0;

  const doneBy = (tenant: Tenant): Done => {
    const known = done.get(tenant) ?? { taps: 0, visits: 0, replies: 0, stops: 0, refused: 0 };
    done.set(tenant, known);
    return known;
  };

  async function write({ tenant, to: from, sid: replied_to_sid }: Received, text: string, payload?: string) {
    sids += 1;
    const sid = `SMin${String(sids).padStart(28, '0')}`;
    const tapped = payload && { button_payload: payload, button_text: text };
    await world.until(world.now() + roll.between(0, LATE));
    const message = { sid, from, text, media_urls: [], ...tapped, replied_to_sid };
    const { kind } = await herald().inbound(tenant.tenant_id, message);
    if (kind !== 'done') doneBy(tenant).refused += 1;
  }

  async function visit({ tenant }: Received, token: string): Promise<void> {
    sids += 1;
    const { kind } = await herald().follow(tenant.tenant_id, token, `visit-${sids}`, () => undefined);
    if (kind !== 'done') doneBy(tenant).refused += 1;
  }

  async function react(message: Received): Promise<void> {
    const die = roll.between(0, 1);
    const total = SHARES.tap + SHARES.visit + SHARES.write + SHARES.stop;
    if (die > total) return;
    await world.until(world.now() + roll.between(0, REACTS));
    const did = doneBy(message.tenant);
    const [reply, link] = [TOKEN.reply, TOKEN.link].map((size) => message.variables.find((one) => one.length === size));
    if (die < SHARES.tap) {
      did.taps += 1;
      await write(message, 'Yes', reply);
    } else if (die < SHARES.tap + SHARES.visit) {
      did.visits += 1;
      await visit(message, link ?? '');
    } else if (die < total - SHARES.stop) {
      did.replies += 1;
      await write(message, 'Nice!');
    } else {
      did.stops += 1;
      await write(message, 'STOP');
    }
  }

  return {
    doneBy,
    /** A message changed its status: the provider says so, and whoever has read it may react. */
    onStatus(message: Received, status: string, errorCode?: number): void {
      const { tenant, token, sid } = message;
      const callback = { token, sid, status, ...(errorCode && { errorCode: String(errorCode) }) };
      world.at(world.now() + roll.between(0, LATE), async () => {
        const { kind } = await herald().status(tenant.tenant_id, callback);
        if (kind !== 'done') doneBy(tenant).refused += 1;
      });
      if (status === 'read') void react(message);
    },
  };
}

export type CountedPeople = ReturnType<typeof countedPeople>;
