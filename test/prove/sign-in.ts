import { createHash, randomBytes } from 'node:crypto';

import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUserPoolClientsCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';

export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
}

/** The console as the pool knows it. */
async function consoleClient(cognito: CognitoIdentityProviderClient, UserPoolId: string) {
  const { UserPoolClients: [first] = [] } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  const named = { UserPoolId, ClientId: first?.ClientId };
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(named));
  return { client_id: first?.ClientId ?? '', redirect_uri: UserPoolClient?.CallbackURLs?.[0] ?? '' };
}

/**
 * Signs somebody in as the console does, who was invited and has chosen a password: on Cognito's pages, by the code flow with PKCE.
 * @param endpoint serves those pages
 */
export async function signIn(UserPoolId: string, username: string, endpoint: string): Promise<Tokens> {
  const cognito = new CognitoIdentityProviderClient();
  const password = `Proof-${randomBytes(9).toString('base64url')}-1a`;
  const chosen = { UserPoolId, Username: username, Password: password, Permanent: true };
  await cognito.send(new AdminSetUserPasswordCommand(chosen));
  const client = await consoleClient(cognito, UserPoolId);
  cognito.destroy();

  const code_verifier = randomBytes(32).toString('base64url');
  const asked = {
    ...client,
    ...{ response_type: 'code', scope: 'openid email', state: 'a-state', nonce: 'a-nonce' },
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const answer = await post(`${endpoint}/login`, { ...asked, username, password });
  const { searchParams } = new URL(answer.headers.get('location') ?? '');
  const code = searchParams.get('code') ?? '';
  const exchange = { ...client, grant_type: 'authorization_code', code };
  // Whoever has the code alone gets nothing.
  const stolen = await post(`${endpoint}/oauth2/token`, { ...exchange, code_verifier: 'another' });
  if (stolen.ok) throw new Error('A code was exchanged without its verifier.');
  const again = await post(`${endpoint}/login`, { ...asked, username, password });
  const next = new URL(again.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const tokens = await post(`${endpoint}/oauth2/token`, { ...exchange, code: next, code_verifier });
  if (!tokens.ok) throw new Error(`No tokens were given: ${await tokens.text()}`);
  return (await tokens.json()) as Tokens;
}

function post(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
}
