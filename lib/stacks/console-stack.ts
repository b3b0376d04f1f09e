import { join } from 'node:path';

import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnOutput, CustomResource, Duration, FileSystem, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { consoleConfig, signInOrigins } from '../console/console-config.ts';
import { ConsoleSite, publishConsole } from '../constructs/console-site.ts';
import type { RouteContext } from '../constructs/http-routes.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { functionFolder } from '../function-declaration.ts';
import type { ConsoleSettings } from '../stage-settings.ts';

export interface ConsoleStackProps extends StackProps {
  readonly service: RouteContext;
  /** Takes uploads. */
  readonly uploads: IBucket;
  readonly settings: ConsoleSettings;
}

/** The console: its files in a private bucket, and CloudFront before them and before the API. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, { service, uploads, settings, ...props }: ConsoleStackProps) {
    super(scope, id, props);
    const { functionsDirectory, removalPolicy, api, oidc } = service;
    const files = new PrivateBucket(this, 'Files', { removalPolicy });
    const { lambda } = new ServiceFunction(this, 'Publish', {
      ...service,
      declaration: publishConsole,
      targets: {
        site: {
          service: 's3',
          arn: (action) => (action === 'ListBucket' ? files.bucketArn : files.arnForObjects('*')),
          environment: { SITE_BUCKET: files.bucketName },
        },
      },
    });
    new CustomResource(this, 'Console', {
      serviceToken: lambda.functionArn,
      resourceType: 'Custom::Console',
      serviceTimeout: Duration.minutes(5),
      properties: {
        config: JSON.stringify(consoleConfig(false, oidc)),
        kept: String(removalPolicy !== RemovalPolicy.DESTROY),
        // Publishes anew what has changed.
        version: FileSystem.fingerprint(join(functionsDirectory, functionFolder(publishConsole))),
      },
    });
    const { distribution } = new ConsoleSite(this, 'Site', {
      files,
      api: Fn.select(2, Fn.split('/', api.apiEndpoint)),
      hosts: [`https://${uploads.bucketName}.s3.${this.region}.${this.urlSuffix}`, ...signInOrigins(oidc)],
      settings,
    });

    const host = settings.domainName ?? distribution.distributionDomainName;
    new CfnOutput(this, 'ConsoleUrl', { value: `https://${host}/console/` });
    new CfnOutput(this, 'DistributionDomain', { value: distribution.distributionDomainName });
  }
}
