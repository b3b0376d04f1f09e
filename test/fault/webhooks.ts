import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Ending, Scheduler } from './scheduler.ts';

/**
 * Delivers a webhook as the provider does: repeats it a few times without an answer, and sometimes delivers it twice.
 * @returns whether any delivery was acknowledged
 */
export function simulatedWebhooks(world: Scheduler, faults: Faults, roll: Random) {
  let downUntil = 0;
  const isDown = () => {
    if (faults.happens('webhooks_down', 0.01)) downUntil = world.now() + roll.between(10_000, 1_200_000);
    return world.now() < downUntil;
  };

  async function tryFor(attempts: number, deliver: () => Promise<Ending<unknown>>): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (!isDown() && (await deliver()).kind === 'done') return true;
      await world.until(world.now() + roll.between(500, 8_000));
    }
    return false;
  }

  return {
    async deliver(deliver: () => Promise<Ending<unknown>>, twice: 'callback_duplicated' | 'webhook_duplicated') {
      const again = faults.happens(twice, 0.1);
      if (again) {
        const later = roll.between(0, 60_000);
        world.at(world.now() + later, () => void tryFor(1, deliver));
      }
      return tryFor(6, deliver);
    },
  };
}
