import { rmSync } from 'node:fs';

import { Template } from 'aws-cdk-lib/assertions';
import type { App, Stack } from 'aws-cdk-lib/core';

import type { CfnTemplate } from '../template/cfn-template.ts';

/** The templates of an app's stacks. What the CDK writes for them goes again. */
export function templatesOf(app: App, ...stacks: readonly Stack[]): CfnTemplate[] {
  try {
    return stacks.map((stack) => Template.fromStack(stack).toJSON() as CfnTemplate);
  } finally {
    rmSync(app.outdir, { recursive: true });
  }
}
