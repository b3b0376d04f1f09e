import { join } from 'node:path';

import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnOutput, CustomResource, Duration, FileSystem, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { consoleConfig, signInOrigins } from '../console/console-config.ts';
import { ConsoleClient, issuerOrigin } from '../constructs/console-client.ts';
import { ConsoleSite, publishConsole } from '../constructs/console-site.ts';
import type { RouteContext } from '../constructs/http-routes.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { functionFolder } from '../function-declaration.ts';
import type { ConsoleSettings, OidcSettings } from '../stage-settings.ts';
import type { SignInStack } from './sign-in-stack.ts';

export interface ConsoleStackProps extends StackProps {
  readonly service: RouteContext;
  /** Takes uploads. */
  readonly uploads: IBucket;
  readonly settings: ConsoleSettings;
  /** The stage's own people, instead of an identity provider. */
  readonly signIn: SignInStack | undefined;
}

/** The console: its files in a private bucket, and CloudFront before them and before the API. */
export class ConsoleStack extends Stack {
  /** Whose tokens the API takes. */
  readonly oidc: OidcSettings | undefined;

  constructor(scope: Construct, id: string, { service, uploads, settings, signIn, ...props }: ConsoleStackProps) {
    super(scope, id, props);
    const { functionsDirectory, removalPolicy, api } = service;
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
    const signInHosts = signIn ? [issuerOrigin(this), signIn.origin] : signInOrigins(service.oidc);
    const { distribution } = new ConsoleSite(this, 'Site', {
      files,
      api: Fn.select(2, Fn.split('/', api.apiEndpoint)),
      hosts: [`https://${uploads.bucketName}.s3.${this.region}.${this.urlSuffix}`, ...signInHosts],
      settings,
    });
    const origin = `https://${settings.domainName ?? distribution.distributionDomainName}`;
    this.oidc = signIn ? new ConsoleClient(this, 'SignIn', { pool: signIn.pool, origin }).oidc : service.oidc;
    new CustomResource(this, 'Console', {
      serviceToken: lambda.functionArn,
      resourceType: 'Custom::Console',
      serviceTimeout: Duration.minutes(5),
      properties: {
        config: JSON.stringify(consoleConfig(false, this.oidc)),
        kept: String(removalPolicy !== RemovalPolicy.DESTROY),
        // Publishes anew what has changed.
        version: FileSystem.fingerprint(join(functionsDirectory, functionFolder(publishConsole))),
      },
    });

    new CfnOutput(this, 'ConsoleUrl', { value: `${origin}/console/` });
    new CfnOutput(this, 'DistributionDomain', { value: distribution.distributionDomainName });
  }
}
