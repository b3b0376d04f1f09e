import { CfnResource, Stack, type Stage } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';

/** What a rule has against a resource. */
export interface Finding {
  readonly stage: string;
  /** `AwsSolutions-SQS4`; a rule of many findings names each: `AwsSolutions-IAM5[Resource::*]`. */
  readonly rule: string;
  readonly stack: string;
  /** The resource's construct path inside the stage: `Service/Sender/Queue/Resource`. */
  readonly path: string;
  readonly explanation: string;
}

/** Whatever the AWS Solutions rules have against the resources of a stage. It must have been synthesized. */
export function findingsOf(stage: Stage): readonly Finding[] {
  const stackNames = new Map(
    stage.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((resource) => [resource.node.path, Stack.of(resource).stackName]),
  );
  const { violations } = new AwsSolutionsChecks(stage, { verbose: true }).validateScope(stage);
  return violations.flatMap(({ ruleName: rule, description: explanation = '', violatingResources }) =>
    violatingResources.map(({ constructPath = '' }) => ({
      stage: stage.stageName,
      rule,
      stack: stackNames.get(constructPath) ?? 'unknown',
      path: constructPath.slice(stage.node.path.length + 1),
      explanation,
    })),
  );
}
