import type { Run, Runs } from '../../shared/run/run.ts';
import type { Next } from '../../shared/run/lane-pass.ts';
import type { Opening } from '../../shared/run/open-campaign.ts';
import type { Faults } from './faults.ts';
import type { Permit } from './permits.ts';
import type { Random } from './random.ts';
import type { Ending, Scheduler, Worker } from './scheduler.ts';

/** The functions of a run, as the state machine invokes them. */
export interface Steps {
  open(run: Run): Promise<Ending<Opening>>;
  advance(run: Run & { lane: number }): Promise<Ending<Next>>;
  close(run: Run): Promise<Ending<void>>;
}

interface Execution {
  /** Milliseconds since the epoch. */
  ended_at?: number;
}

/** A small interpreter of lib/constructs/campaign-run.definition.ts: open, the lanes side by side, close. */
export function stateMachine(world: Scheduler, faults: Faults, roll: Random, steps: Steps) {
  const executions = new Map<string, Execution>();
  const nameOf = ({ campaign_id, run }: Pick<Run, 'campaign_id' | 'run'>) => `${campaign_id}-${run}`;
  const end = (execution: Execution) => (execution.ended_at ??= world.now());

  /** Invokes a step until it answers. Sometimes an answer is lost, and the step runs twice at the same time. */
  async function invoke<Answer>(execution: Execution, step: () => Promise<Ending<Answer>>): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      if (execution.ended_at !== undefined) return new Promise(() => undefined);
      if (faults.happens('execution_died', 0.003)) {
        end(execution);
        world.note('an execution died');
        continue;
      }
      const ending = await (faults.happens('step_doubled', 0.05) ? Promise.any([step(), step()]) : step());
      if (ending.kind === 'done') return ending.value;
      await world.until(world.now() + roll.between(0, 1000 * Math.min(60, 2 ** attempt)));
    }
  }

  async function advance(execution: Execution, run: Run, lane: number): Promise<void> {
    for (;;) {
      const pass = await invoke(execution, () => steps.advance({ ...run, lane }));
      if (pass.next === 'done') return;
      if (pass.next === 'wait') await world.until(world.now() + pass.wait_seconds * 1000);
    }
  }

  async function execute(execution: Execution, run: Run): Promise<void> {
    let opening = await invoke(execution, () => steps.open(run));
    while (opening.proceed === 'wait') {
      await world.until(world.now() + opening.wait_seconds * 1000);
      opening = await invoke(execution, () => steps.open(run));
    }
    if (opening.proceed === 'stop') return;
    await Promise.all(opening.lanes.map((lane) => advance(execution, run, lane)));
    await invoke(execution, () => steps.close(run));
  }

  return {
    /** Starts an execution unless one with this name exists. @returns like `Runs.start` */
    start(run: Run): 'running' | 'finished' {
      const known = executions.get(nameOf(run));
      if (known) return known.ended_at === undefined ? 'running' : 'finished';
      const execution: Execution = {};
      executions.set(nameOf(run), execution);
      void execute(execution, run).then(() => end(execution));
      return 'running';
    },

    /** @returns like `Runs.inactiveSince` */
    inactiveSince(run: Pick<Run, 'campaign_id' | 'run'>): number | undefined {
      const known = executions.get(nameOf(run));
      return known ? known.ended_at : 0;
    },
  };
}

export type StateMachine = ReturnType<typeof stateMachine>;

export function runsOn(machine: StateMachine, worker: Worker, permit: Permit): Runs {
  return {
    start(run) {
      permit('runs:StartExecution');
      return worker.call(`start ${run.step} ${run.run}`, async () => machine.start(run));
    },
    inactiveSince(run) {
      permit('runs:DescribeExecution');
      return worker.call(`describe ${run.run}`, async () => machine.inactiveSince(run));
    },
  };
}
