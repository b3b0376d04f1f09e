import { replayPage } from '../../../shared/run/replay-lane.ts';
import { settleLane } from '../../../shared/run/settle-lane.ts';
import { per, type Section } from '../pattern.ts';
import { NOW, type World } from '../world.ts';
import { passOf } from './planning.ts';

const ERROR = { code: '63016', class: 'template' } as const;

/** Chunks of a lane that were given up, each of one recipient. */
async function deadLetters(world: World, count: number, lane: number) {
  const { ports } = world;
  const pass = await passOf(world, { replay_run: 1, replay_scope: 'dead_letter' }, lane);
  for (let n = 0; n < count; n++) {
    const chunk = world.chunk(pass.campaign, [world.ids.next('cus')], { lane });
    await ports.lanes.addDeadLetter(
      chunk,
      new Date(NOW).toISOString(),
      ports.campaigns.countDeadLetters(pass.campaign, 1),
    );
  }
  return pass;
}

export const replays: Section = {
  'a page of a replay': per('message', async (world, count) => {
    const { lane, all } = await world.laneOfCustomers(count);
    const pass = await passOf(world, { replay_run: 1, replay_scope: 'failed' }, lane);
    const { campaign } = pass;
    for (const customer of all) {
      const claimed = await world.claimed(campaign, customer);
      await world.ports.messages.fail(world.tenant_id, claimed, claimed.holder!, ERROR, new Date(NOW).toISOString());
    }
    return () => replayPage(pass, { planned: count }, world.ports);
  }),
  'a page of a replay of dead letters': per('dead letter', async (world, count) => {
    const pass = await deadLetters(world, count, 5);
    return () => replayPage(pass, { planned: count }, world.ports);
  }),
  'the end of a lane': async (world) => {
    const pass = await passOf(world);
    return () => settleLane(pass, { planned: 0 }, undefined, world.ports);
  },
  '… whose rest is in dead letters': per('dead letter', async (world, count) => {
    const pass = await deadLetters(world, count, 5);
    const campaign = { ...pass.campaign, dead_letters: count };
    return () => settleLane({ ...pass, campaign }, { planned: count }, undefined, world.ports);
  }),
};
