import { App, Stack, Stage } from 'aws-cdk-lib/core';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';

import { dev, prod } from '../../lib/stage-settings.ts';
import { decide } from '../nag/decide.ts';
import { findingsOf } from '../nag/findings.ts';
import { SUPPRESSIONS } from '../nag/suppressions.ts';
import { withEverything } from '../nag/with-everything.ts';
import { synthesize } from './synthesize.ts';

const findings = [dev, prod].flatMap((settings) => findingsOf(synthesize(withEverything(settings)).stage));

it('has nothing that a rule of AWS Solutions is against but what is suppressed with a reason', () => {
  const { open, unused } = decide(findings, SUPPRESSIONS);
  expect(open).toEqual([]);
  expect(unused).toEqual([]);
});

it('has a reason of its own for each suppression: a sentence', () => {
  for (const { reason } of SUPPRESSIONS) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
});

it.each(SUPPRESSIONS)('finds $rule at $where when it is not suppressed', (suppression) => {
  const others = SUPPRESSIONS.filter((other) => other !== suppression);
  const { open } = decide(findings, others);
  expect(new Set(open.map(({ stage }) => stage))).toEqual(new Set(['dev', 'prod']));
});

describe('a stage with a queue that takes requests without TLS', () => {
  const app = new App();
  const stage = new Stage(app, 'shop');
  const stack = new Stack(stage, 'Orders', { stackName: 'shop-orders' });
  const deadLetterQueue = { queue: new Queue(stack, 'DeadLetters', { enforceSSL: true }), maxReceiveCount: 5 };
  new Queue(stack, 'Paid', { deadLetterQueue });
  stage.synth();
  const found = findingsOf(stage);

  it('has a finding that says where and why', () => {
    expect(found).toEqual([
      {
        stage: 'shop',
        rule: 'AwsSolutions-SQS4',
        stack: 'shop-orders',
        path: 'Orders/Paid/Resource',
        explanation: expect.stringContaining('does not require requests to use SSL'),
      },
    ]);
  });

  it.each([
    ['another rule', 'AwsSolutions-SQS3', 'Orders/Paid/Resource'],
    ['another place', 'AwsSolutions-SQS4', 'Orders/DeadLetters/Resource'],
    ['a part of the path', 'AwsSolutions-SQS4', 'Orders/Paid'],
  ])('is not helped by a suppression of %s, which nothing needs', (_, rule, where) => {
    const suppression = { rule, where, reason: 'Nobody knows.' };
    expect(decide(found, [suppression])).toEqual({ open: found, unused: [suppression] });
  });

  it('passes once the finding is suppressed, by path or by pattern', () => {
    for (const where of ['Orders/Paid/Resource', /\/Paid\/Resource$/]) {
      const suppression = { rule: 'AwsSolutions-SQS4', where, reason: 'Nobody knows.' };
      expect(decide(found, [suppression])).toEqual({ open: [], unused: [] });
    }
  });
});
