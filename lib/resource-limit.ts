import { CfnResource, type Stack } from 'aws-cdk-lib/core';

/** CloudFormation refuses a stack with more than 500 resources; this leaves room to act before it does. */
export const TOO_MANY_RESOURCES = 450;

/** Fails the synthesis of a stack that is about to reach CloudFormation's limit. */
export function limitResources(stack: Stack): void {
  stack.node.addValidation({
    validate: () => {
      const count = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct)).length;
      if (count < TOO_MANY_RESOURCES) return [];
      return [
        `${stack.stackName} has ${count} resources; CloudFormation allows 500, and ${TOO_MANY_RESOURCES} are too many here. ` +
          'Give new resources of the API an area of their own in lib/route-areas.ts, or other constructs a stack of their own. ' +
          'Do not move what is deployed: see docs/deploy.md.',
      ];
    },
  });
}
