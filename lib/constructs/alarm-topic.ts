import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The topic that tells operators of alarms: encrypted, with a policy that lets alarms publish, and nobody without TLS. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string) {
    const alarms = new ServicePrincipal('cloudwatch.amazonaws.com');
    // A key of our own: alarms may not use the one that AWS manages for SNS, and nobody can change that key's policy.
    const masterKey = new Key(scope, `${id}Key`, {
      description: 'Encrypts what alarms publish',
      enableKeyRotation: true,
      // It encrypts nothing that outlives the topic.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // As AWS documents it: CloudWatch calls KMS itself. Whose alarms may publish is for the topic's policy to say.
    masterKey.addToResourcePolicy(
      new PolicyStatement({ principals: [alarms], actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
    );
    super(scope, id, { masterKey, enforceSSL: true });

    // Any policy replaces the default one, which lets the account's alarms publish.
    const alarmArn = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [alarms],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { ArnLike: { 'aws:SourceArn': alarmArn } },
      }),
    );
  }
}
