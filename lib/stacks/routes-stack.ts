import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { HttpRoutes, type HttpRoutesProps } from '../constructs/http-routes.ts';

export interface RoutesStackProps extends HttpRoutesProps {
  readonly stackName: string;
}

/** The routes of an area. It imports from the stacks of the service and the data, and nothing imports from it. */
export class RoutesStack extends Stack {
  constructor(scope: Construct, id: string, { stackName, ...props }: RoutesStackProps) {
    super(scope, id, { stackName });
    new HttpRoutes(this, 'Routes', props);
  }
}
