import { expect } from 'vitest';

import { trainPredictions, type TrainPorts } from '../../../shared/prediction/train.ts';

interface Training {
  readonly tenant_id: string;
  readonly now: number;
  /** Of each step, as after the death of a worker. */
  readonly repeats?: number;
}

/** Takes a training's steps to its end. */
export async function train(ports: TrainPorts, { tenant_id, now, repeats = 1 }: Training): Promise<void> {
  const kind = trainPredictions(ports);
  let position: Awaited<ReturnType<typeof kind.step>>['next'];
  for (let step = 0; step < 100; step += 1) {
    const answers: Awaited<ReturnType<typeof kind.step>>[] = [];
    for (let time = 0; time < repeats; time += 1)
      answers.push(await kind.step({ tenant_id, input: {}, position }, now));
    expect(answers.slice(1)).toEqual(answers.slice(1).map(() => answers[0]));
    position = answers[0]?.next;
    if (position === undefined) return;
  }
  throw new Error('The training did not end.');
}
