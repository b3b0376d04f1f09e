import { OAuthScope, UserPoolClient, type IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { OidcSettings } from '../stage-settings.ts';

export interface ConsoleClientProps {
  readonly pool: IUserPool;
  /** Where the console is, without a path. */
  readonly origin: string;
}

/** What the console is at the stage's user pool: a public client, by the code flow with PKCE and by nothing else. */
export class ConsoleClient extends Construct {
  /** What the API and the console are told of the pool. */
  readonly oidc: OidcSettings;

  constructor(scope: Construct, id: string, { pool, origin }: ConsoleClientProps) {
    super(scope, id);
    const { userPoolClientId: clientId } = new UserPoolClient(this, 'Client', {
      userPool: pool,
      generateSecret: false,
      // Nobody signs in but on Cognito's own pages; what is left of the flows renews a session.
      authFlows: { userSrp: false },
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: false, clientCredentials: false },
        // Without aws.cognito.signin.user.admin nobody changes their address by a token of the console's.
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`${origin}/console/signin`],
        logoutUrls: [`${origin}/console/`],
      },
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      // Somebody who comes back after the weekend is signed in still.
      refreshTokenValidity: Duration.days(7),
    });
    const issuer = `${issuerOrigin(this)}/${pool.userPoolId}`;
    this.oidc = {
      issuer,
      jwksUrl: `${issuer}/.well-known/jwks.json`,
      clientId,
      // Cognito's access tokens have neither `aud` nor `email`; its ID tokens have both, and the audience is the client.
      audience: clientId,
      bearer: 'id_token',
    };
  }
}

/** Where Cognito's keys and configuration are. */
export function issuerOrigin(scope: Construct): string {
  const { region, urlSuffix } = Stack.of(scope);
  return `https://cognito-idp.${region}.${urlSuffix}`;
}
