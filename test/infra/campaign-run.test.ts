import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';

import { production } from './production.ts';

type Definition = ConstructorParameters<typeof StateMachine>[0];
type States = Definition['States'];

const [machine] = production.all('AWS::StepFunctions::StateMachine').map(([, { Properties }]) => Properties);
const definition: Definition = JSON.parse(production.text(machine.DefinitionString));

function* walk(states: States): Generator<[string, States[string]]> {
  for (const [name, state] of Object.entries(states)) {
    yield [name, state];
    if (state.Type === 'Map' && state.ItemProcessor) yield* walk(state.ItemProcessor.States);
  }
}

const tasks = [...walk(definition.States)].flatMap(([name, state]) => (state.Type === 'Task' ? [{ name, state }] : []));

it('has a fixed name, is traced, and logs every step without execution data', () => {
  expect(machine).toMatchObject({
    StateMachineName: 'herald-prod-campaign-run',
    TracingConfiguration: { Enabled: true },
    LoggingConfiguration: { Level: 'ALL' },
  });
  expect(machine.LoggingConfiguration).not.toHaveProperty('IncludeExecutionData', true);
  expect(machine.StateMachineType ?? 'STANDARD').toBe('STANDARD');
});

it.each([
  { name: 'Open', id: 'campaign.open' },
  { name: 'Advance', id: 'lane.advance' },
  { name: 'Close', id: 'campaign.close' },
])('$name calls the function $id', ({ name, id }) => {
  const [logicalId] = production.function(id);
  const found = tasks.find((task) => task.name === name);
  expect(found?.state.Resource).toBe(production.text({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
});

it.each(tasks)('$name keeps retrying any error for more than an hour', ({ state }) => {
  const [retry, ...others] = state.Retry ?? [];
  expect(others).toEqual([]);
  expect(retry).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', BackoffRate: 2 });
  expect((retry!.MaxAttempts! * retry!.MaxDelaySeconds!) / 2).toBeGreaterThan(3_600);
});

describe('a run', () => {
  const begun = { tenant_id: 'ten_1', campaign_id: 'cmp_1', run: 2, step: 'execute', scope: null, scheduled_at: null };
  /** Which version it must be of matters until it has begun. */
  const input = { ...begun, updated_at: null };

  /** Runs the definition with scripted answers of `open` and `advance`, and without waiting. */
  async function run(open: object[], advance: (lane: number, call: number) => object) {
    const calls: unknown[] = [];
    const lanes = new Map<number, number>();
    const { result } = new StateMachine(definition, { validationOptions: { checkArn: false } }).run(input, {
      overrides: {
        taskResourceLocalHandlers: {
          Open: (given) => {
            calls.push({ open: given });
            return open.shift() as never;
          },
          Advance: (given) => {
            const { lane, ...rest } = given as typeof begun & { lane: number };
            expect(rest).toEqual(begun);
            const call = (lanes.get(lane) ?? 0) + 1;
            lanes.set(lane, call);
            if (call > 20) throw new Error(`lane ${lane} was advanced more than 20 times`);
            return advance(lane, call) as never;
          },
          Close: (given) => {
            calls.push({ close: given });
            return {};
          },
        },
        waitTimeOverrides: { 'Wait to open': 0, 'Wait in lane': 0 },
        retryIntervalOverrides: { Advance: 0 },
      },
    });
    await result;
    return { calls, lanes };
  }

  it('waits for its start, advances the lanes that it names until each is done, and closes', async () => {
    const { calls, lanes } = await run(
      [
        { proceed: 'wait', wait_seconds: 60 },
        { proceed: 'lanes', lanes: [0, 5, 10, 15], wait_seconds: 0 },
      ],
      (lane, call) => (call > lane % 3 ? { next: 'done' } : { next: 'wait', wait_seconds: 5 }),
    );
    expect(calls).toEqual([{ open: input }, { open: input }, { close: begun }]);
    expect([...lanes].sort(([a], [b]) => a - b)).toEqual([
      [0, 1],
      [5, 3],
      [10, 2],
      [15, 1],
    ]);
  });

  it('closes at once when no lane has work', async () => {
    const { calls, lanes } = await run([{ proceed: 'lanes', lanes: [], wait_seconds: 0 }], () => ({}));
    expect(calls).toEqual([{ open: input }, { close: begun }]);
    expect(lanes.size).toBe(0);
  });

  it('stops at once when the campaign may not be sent', async () => {
    const { calls, lanes } = await run([{ proceed: 'stop', wait_seconds: 0 }], () => ({}));
    expect(calls).toEqual([{ open: input }]);
    expect(lanes.size).toBe(0);
  });

  it('retries a lane that failed', async () => {
    const { calls, lanes } = await run([{ proceed: 'lanes', lanes: [7], wait_seconds: 0 }], (lane, call) => {
      if (lane === 7 && call < 4) throw new Error('throttled');
      return { next: 'done' };
    });
    expect(lanes.get(7)).toBe(4);
    expect(calls.at(-1)).toEqual({ close: begun });
  });
});
