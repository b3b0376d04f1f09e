import * as oauth from 'oauth4webapi';

import type { Provider } from './config.ts';
import type { Account } from './session-rules.ts';
import type { Attempt } from './sign-in-attempt.ts';

/** How long the provider may take to answer, in milliseconds. */
const PATIENCE_MS = 20_000;
/** By how many seconds this computer's clock may differ from the provider's. */
const CLOCK_TOLERANCE_S = 60;
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

export interface Given {
  readonly credential: string;
  readonly account: Omit<Account, 'renewAt'>;
  /** How long the credential is good for; undefined when the provider does not say. */
  readonly seconds: number | undefined;
}

/** A public client: whoever has the code proves by PKCE that they began. */
const NO_SECRET = oauth.None();
const redirectUri = () => `${location.origin}/console/signin`;
const clientOf = ({ clientId }: Provider): oauth.Client => ({
  client_id: clientId,
  [oauth.clockTolerance]: CLOCK_TOLERANCE_S,
});
const asksForId = ({ scope }: Provider) => scope.split(' ').includes('openid');

/** The only provider that is spoken to by plain http: that of a test. */
function isOnThisMachine({ issuer }: Provider): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'http:' && LOOPBACK.includes(hostname);
}

function optionsFor(provider: Provider) {
  return {
    signal: AbortSignal.timeout(PATIENCE_MS),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its author's way to say that it is for tests
    [oauth.allowInsecureRequests]: isOnThisMachine(provider),
  };
}

async function discover(provider: Provider): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(provider.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, optionsFor(provider)));
}

/** @returns what to keep until the answer, and the address at the provider to go to */
export async function beginSignIn(
  provider: Provider,
  { next, isForOther }: Pick<Attempt, 'next' | 'isForOther'>,
): Promise<{ readonly attempt: Attempt; readonly address: string }> {
  const { authorization_endpoint = '' } = await discover(provider);
  const address = new URL(authorization_endpoint);
  oauth.checkProtocol(address, !isOnThisMachine(provider));
  const attempt = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    next,
    isForOther,
  };
  const parameters = {
    ...provider.parameters,
    client_id: provider.clientId,
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope: provider.scope,
    state: attempt.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    ...(asksForId(provider) && { nonce: attempt.nonce }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return { attempt, address: address.href };
}

/** Exchanges the code of the provider's answer. @throws what `signInFault` explains */
export async function finishSignIn(provider: Provider, attempt: Attempt, answer: URLSearchParams): Promise<Given> {
  const server = await discover(provider);
  const client = clientOf(provider);
  const checked = checkedAnswer(() => oauth.validateAuthResponse(server, client, answer, attempt.state));
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    NO_SECRET,
    checked,
    redirectUri(),
    attempt.verifier,
    optionsFor(provider),
  );
  const expected = asksForId(provider) ? { expectedNonce: attempt.nonce, requireIdToken: true } : {};
  return givenBy(provider, await oauth.processAuthorizationCodeResponse(server, client, response, expected));
}

/** @throws what says that the answer is of no sign-in of this tab: another state, or another issuer */
function checkedAnswer(check: () => URLSearchParams): URLSearchParams {
  try {
    return check();
  } catch (error) {
    if (error instanceof oauth.OperationProcessingError) throw Object.assign(error, { code: 'stray' });
    throw error;
  }
}

/** @returns undefined when the provider does not renew it */
export async function renewToken(provider: Provider, refreshToken: string): Promise<Given | undefined> {
  const server = await discover(provider);
  const client = clientOf(provider);
  const options = optionsFor(provider);
  const response = await oauth.refreshTokenGrantRequest(server, client, NO_SECRET, refreshToken, options);
  try {
    const given = givenBy(provider, await oauth.processRefreshTokenResponse(server, client, response));
    // A provider need not give another refresh token, and the one before then goes on.
    return { ...given, account: { refreshToken, ...given.account } };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError && error.status < 500) return undefined;
    throw error;
  }
}

/** Ends what the token could still be exchanged for, where the provider has a way. */
export async function revoke(provider: Provider, refreshToken: string): Promise<void> {
  const server = await discover(provider);
  if (!server.revocation_endpoint) return;
  await oauth.revocationRequest(server, clientOf(provider), NO_SECRET, refreshToken, optionsFor(provider));
}

function givenBy({ bearer }: Provider, answer: oauth.TokenEndpointResponse): Given {
  const claims = oauth.getValidatedIdTokenClaims(answer);
  const credential = answer[bearer];
  if (credential === undefined) throw new Error(`The identity provider gave no ${bearer}.`);
  const seconds = bearer === 'id_token' && claims ? claims.exp - claims.iat : answer.expires_in;
  const email = claims?.['email'];
  return {
    credential,
    seconds,
    account: {
      ...(claims && { subject: claims.sub }),
      ...(typeof email === 'string' && { email }),
      ...(answer.refresh_token && { refreshToken: answer.refresh_token }),
    },
  };
}
