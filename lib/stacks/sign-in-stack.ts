import { AccountRecovery, FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnOutput, Duration, Stack, type RemovalPolicy, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { CognitoSettings } from '../stage-settings.ts';

export interface SignInStackProps extends StackProps {
  readonly settings: CognitoSettings;
  /** Whether the pool, with all its people, is protected against deletion. */
  readonly retained: boolean;
  readonly removalPolicy: RemovalPolicy;
  /** Where the console is; unknown where CloudFront chooses its domain, which comes later. */
  readonly consoleUrl: string | undefined;
}

/** Letters of each kind, a digit and a sign. */
const PASSWORDS = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
};

/** The people who sign in, where the stage has no identity provider: a user pool that an admin alone adds people to. */
export class SignInStack extends Stack {
  readonly pool: UserPool;
  /** Where people sign in. */
  readonly origin: string;

  constructor(
    scope: Construct,
    id: string,
    { settings, retained, removalPolicy, consoleUrl, ...props }: SignInStackProps,
  ) {
    super(scope, id, props);
    this.pool = new UserPool(this, 'Pool', {
      // Its pages are those that need no design of their own.
      featurePlan: FeaturePlan.LITE,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      autoVerify: { email: true },
      // Somebody else's address would find their membership.
      keepOriginal: { email: true },
      passwordPolicy: { ...PASSWORDS, tempPasswordValidity: Duration.days(7) },
      mfa: settings.mfa === 'off' ? Mfa.OFF : Mfa.REQUIRED,
      ...(settings.mfa !== 'off' && { mfaSecondFactor: { otp: true, sms: false } }),
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      userInvitation: invitation(consoleUrl),
      deletionProtection: retained,
      removalPolicy,
    });
    const domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: settings.domainPrefix } });
    this.origin = `https://${settings.domainPrefix}.auth.${this.region}.amazoncognito.com`;

    new CfnOutput(this, 'UserPoolId', { value: this.pool.userPoolId });
    new CfnOutput(this, 'SignInDomain', { value: domain.baseUrl() });
  }
}

/** What is mailed to whoever is invited: Cognito fills in the two braces. */
function invitation(consoleUrl: string | undefined) {
  const where = consoleUrl === undefined ? 'the address that you were told' : consoleUrl;
  return {
    emailSubject: 'You are invited to Herald',
    emailBody: `You can sign in to Herald at ${where}. Your user name is {username}, and your password is {####} until you choose your own. It is good for 7 days.`,
  };
}
