import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { HttpRoutes, type HttpRoutesProps } from '../constructs/http-routes.ts';

export interface RoutesStackProps extends StackProps, HttpRoutesProps {}

/** The routes of an area. It imports from the stacks of the service and the data, and nothing imports from it. */
export class RoutesStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stackName, ...routes }: RoutesStackProps & { readonly stackName: string },
  ) {
    super(scope, id, { stackName });
    new HttpRoutes(this, 'Routes', routes);
  }
}
