import { PolicyStatement, ServicePrincipal, type Conditions } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The topic that tells operators of alarms: encrypted, with a policy that lets alarms publish, and nobody without TLS. */
export class AlarmTopic extends Topic {
  private readonly key: Key;

  /** @param email who is told, once they have confirmed it to AWS; nobody without it */
  constructor(scope: Construct, id: string, email?: string) {
    // A key of our own: alarms may not use the one that AWS manages for SNS, and nobody can change that key's policy.
    const masterKey = new Key(scope, `${id}Key`, {
      description: 'Encrypts what alarms publish',
      enableKeyRotation: true,
      // It encrypts nothing that outlives the topic.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, { masterKey, enforceSSL: true });
    this.key = masterKey;

    // Any policy replaces the default one, which lets the account's alarms publish.
    const alarmArn = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.letPublish(new ServicePrincipal('cloudwatch.amazonaws.com'), { ArnLike: { 'aws:SourceArn': alarmArn } });
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }

  /** Lets a service of AWS publish, and use the key, as AWS documents it: the service calls KMS itself. */
  letPublish(service: ServicePrincipal, conditions: Conditions): void {
    // Whose may publish is for the topic's policy to say.
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [service],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [service],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions,
      }),
    );
  }
}
