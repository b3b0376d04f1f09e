import { describe, expect, it, test } from 'vitest';

import { prod } from '../../lib/stage-settings.ts';
import { FAMILIES } from '../../shared/analytics/rollup.ts';
import { METRIC_DESCRIPTIONS } from '../../shared/platform/metric-descriptions.ts';
import { FEEDS, NAMESPACE, type Feed, type MetricName } from '../../shared/platform/metrics.ts';
import { ERROR_CLASSES } from '../../shared/provider/error-class.ts';
import type { PauseReason } from '../../shared/run/pause-sending.ts';
import { production } from './production.ts';
import { synthesize, type Resource } from './synthesize.ts';

interface Used {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Every series of Herald's own that something of the stage names. */
function usedByAlarms(): Used[] {
  return production.all('AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) => {
    const own = [
      Properties,
      ...(Properties.Metrics ?? []).map((one: Resource['Properties']) => one.MetricStat?.Metric),
    ];
    return own
      .filter((one) => one?.Namespace === NAMESPACE)
      .map(({ MetricName: metric, Dimensions }) => ({
        metric,
        dimensions: Object.fromEntries(
          Dimensions.map(({ Name, Value }: Record<string, string>) => [Name, Value] as const),
        ),
      }));
  });
}

type Entry = readonly unknown[];

function usedByWidgets(): Used[] {
  const entries = widgets().flatMap(({ properties: { metrics = [] } }) => metrics);
  return entries
    .filter(([namespace]) => namespace === NAMESPACE)
    .map(([, metric, ...rest]) => {
      const names = rest.filter((part): part is string => typeof part === 'string');
      const pairs = names.flatMap((name, n) => (n % 2 === 0 ? [[name, names[n + 1] ?? ''] as const] : []));
      return { metric: String(metric), dimensions: Object.fromEntries(pairs) };
    });
}

const [dashboard, ...others] = production.all('AWS::CloudWatch::Dashboard');

function widgets(): { properties: { title: string; metrics?: readonly Entry[] } }[] {
  const body = production.text(dashboard![1].Properties.DashboardBody);
  return (JSON.parse(body) as { widgets: ReturnType<typeof widgets> }).widgets;
}

/** What the functions write: the metric, and its dimension's values. */
function isWritten({ metric, dimensions: { Stage, ...own } }: Used): boolean {
  const feed = Object.values<Feed>(FEEDS).find((one) => one.metric === metric);
  const values = METRIC_DESCRIPTIONS[metric as MetricName].values ?? [];
  const [[name, value] = [], ...more] = Object.entries(own);
  return Stage === 'prod' && !!feed && more.length === 0 && name === feed.by && (!name || values.includes(value!));
}

describe('the dashboard', () => {
  it('is one for the stage, which is in its name', () => {
    expect(others).toEqual([]);
    expect(dashboard![1].Properties.DashboardName).toBe('herald-prod');
  });

  it('has one widget of each title, none without anything to show', () => {
    const titles = widgets().map(({ properties: { title } }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const empty = widgets().filter(
      ({ properties: { title, metrics = [] } }) => title !== 'Alarms' && metrics.length === 0,
    );
    expect(empty).toEqual([]);
  });

  it('shows every metric that is written, in all its series', () => {
    const shown = new Set(
      usedByWidgets().map(({ metric, dimensions: { Stage: _, ...own } }) => `${metric} ${Object.values(own).join()}`),
    );
    const written = Object.entries(METRIC_DESCRIPTIONS).flatMap(([metric, { values = [''] }]) =>
      values.map((value) => `${metric} ${value}`),
    );
    expect([...shown].sort()).toEqual(written.sort());
  });

  it('shows the age of each queue and of both readers of the stream', () => {
    const text = JSON.stringify(widgets());
    expect(text.match(/ApproximateAgeOfOldestMessage/g)).toHaveLength(
      production.all('AWS::Lambda::EventSourceMapping').length - 2,
    );
    expect(text.match(/IteratorAge/g)).toHaveLength(2);
  });
});

it.each([...usedByAlarms(), ...usedByWidgets()])(
  '$metric $dimensions, which something shows or watches, is written',
  (used) => {
    expect(isWritten(used)).toBe(true);
  },
);

it('each metric is fed by an event, and described', () => {
  const fed = new Set(Object.values(FEEDS).map(({ metric }) => metric));
  expect([...fed].sort()).toEqual(Object.keys(METRIC_DESCRIPTIONS).sort());
});

it('knows every class of failures, every reason for a pause and every family of counters, and no others', () => {
  expect([...METRIC_DESCRIPTIONS.Failures.values!].sort()).toEqual([...ERROR_CLASSES].sort());
  expect([...METRIC_DESCRIPTIONS.CampaignsPaused.values!].sort()).toEqual(Object.keys(REASONS).sort());
  expect([...METRIC_DESCRIPTIONS.CountersWrong.values!].sort()).toEqual([...FAMILIES].sort());
});

const REASONS: Record<PauseReason['why'] | 'missed_schedule', true> = {
  credentials_missing: true,
  sending_stopped: true,
  sender_missing: true,
  provider_unreachable: true,
  provider_silent: true,
  dead_letter: true,
  provider_refused: true,
  template_failing: true,
  template_gone: true,
  template_paused: true,
  refused_in_a_row: true,
  recipients_failing: true,
  template_refused: true,
  audience_broken: true,
  unapproved: true,
  address_unreachable: true,
  missed_schedule: true,
};

describe('who is told', () => {
  test('nobody, and of no budget, unless the stage says so', () => {
    expect(production.all('AWS::SNS::Subscription')).toEqual([]);
    expect(production.all('AWS::Budgets::Budget')).toEqual([]);
  });

  test('the address of the stage, and of what the month costs', () => {
    const stage = synthesize({ ...prod, alarmEmail: 'ops@herald.example', monthlyBudget: 500 });
    const [[, subscription]] = stage.all('AWS::SNS::Subscription') as [[string, Resource]];
    expect(subscription.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@herald.example' });
    expect(stage.text(subscription.Properties.TopicArn)).toBe('Alarms');

    const [[, { Properties: budget }]] = stage.all('AWS::Budgets::Budget') as [[string, Resource]];
    expect(budget.Budget).toEqual({
      BudgetName: 'herald-prod',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 500, Unit: 'USD' },
    });
    const told = budget.NotificationsWithSubscribers as { Subscribers: [{ Address: unknown }] }[];
    expect(told.map(({ Subscribers: [{ Address }] }) => stage.text(Address))).toEqual(['Alarms', 'Alarms']);
    const [, { Properties: key }] = stage.all('AWS::KMS::Key')[0]!;
    const [, { Properties: policy }] = stage.all('AWS::SNS::TopicPolicy')[0]!;
    const principals = [...key.KeyPolicy.Statement, ...policy.PolicyDocument.Statement].flatMap(
      ({ Principal }: { Principal: { Service?: string | string[] } }) => Principal.Service ?? [],
    );
    expect(principals.filter((service) => service === 'budgets.amazonaws.com')).toHaveLength(2);
  });
});
