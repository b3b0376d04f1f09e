import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { listen } from '../../local/twilio/listener.ts';
import { newKey, tokenOf, type Issuer } from './issuer.ts';

/** Where people sign in: discovery, a page to sign in at, and tokens for codes whose PKCE fits. */
export interface OpenIdProvider extends Issuer {
  readonly clientId: string;
  /** The one origin that may ask from a browser, and whose `/console/signin` answers lead to. */
  serve(origin: string): void;
  close(): Promise<void>;
}

const CLIENT = 'console';

/** What somebody chose on the page, until their code is exchanged, or for each refresh token. */
interface Granted {
  readonly email: string;
  readonly nonce?: string | undefined;
  readonly challenge?: string | undefined;
  readonly isRenewable: boolean;
  readonly seconds: number;
}

type Field =
  | 'client_id'
  | 'redirect_uri'
  | 'response_type'
  | 'code_challenge'
  | 'code_challenge_method'
  | 'state'
  | 'nonce'
  | 'error'
  | 'email'
  | 'renewable'
  | 'seconds'
  | 'grant_type'
  | 'code'
  | 'code_verifier'
  | 'refresh_token'
  | 'token';
type Form = { readonly [name in Field]?: string };

/** A refusal as OAuth has it [RFC 6749, 5.2]. */
class Refusal extends Error {}

export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const { jwks, key } = await newKey();
  const codes = new Map<string, Granted>();
  const refreshTokens = new Map<string, Granted>();
  let origin = '';

  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', origin);
    handle(request, response).catch((error: unknown) => {
      const isRefusal = error instanceof Refusal;
      json(response, isRefusal ? 400 : 500, { error: isRefusal ? error.message : 'server_error' });
    });
  });
  const { url, close } = await listen(server, 0);
  const issuer: Issuer = { issuer: url, audience: 'herald', jwksUrl: `${url}/jwks`, key };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const asked = Object.fromEntries(searchParams);
    switch (`${request.method} ${pathname}`) {
      case 'GET /.well-known/openid-configuration':
        json(response, 200, {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          revocation_endpoint: `${url}/revoke`,
          jwks_uri: issuer.jwksUrl,
          id_token_signing_alg_values_supported: ['ES256'],
        });
        break;
      case 'GET /jwks':
        json(response, 200, jwks);
        break;
      case 'GET /authorize':
        page(response, checked(asked));
        break;
      case 'GET /answer':
        lead(response, checked(asked));
        break;
      case 'POST /token':
        json(response, 200, await tokens(await formOf(request)));
        break;
      case 'POST /revoke':
        refreshTokens.delete((await formOf(request)).token ?? '');
        json(response, 200, {});
        break;
      default:
        json(response, 404, {});
    }
  }

  /** What the console must say when it asks for a sign-in. */
  function checked(asked: Form): Form {
    const isRight =
      asked.client_id === CLIENT &&
      asked.redirect_uri === `${origin}/console/signin` &&
      asked.response_type === 'code' &&
      asked.code_challenge_method === 'S256' &&
      (asked.code_challenge?.length ?? 0) >= 43 &&
      (asked.state?.length ?? 0) >= 20;
    if (!isRight) throw new Refusal('invalid_request');
    return asked;
  }

  function lead(response: ServerResponse, asked: Form): void {
    const address = new URL(asked.redirect_uri ?? '');
    address.searchParams.set('state', asked.state ?? '');
    if (asked.error) address.searchParams.set('error', asked.error);
    else {
      const code = randomBytes(16).toString('hex');
      codes.set(code, {
        email: asked.email ?? '',
        nonce: asked.nonce,
        challenge: asked.code_challenge,
        isRenewable: asked.renewable === 'yes',
        seconds: Number(asked.seconds),
      });
      address.searchParams.set('code', code);
    }
    response.writeHead(302, { location: address.href, 'cache-control': 'no-store' }).end();
  }

  async function tokens(form: Form): Promise<object> {
    if (form.client_id !== CLIENT) throw new Refusal('invalid_client');
    if (form.grant_type === 'refresh_token') return tokensFor(taken(refreshTokens, form.refresh_token));
    const granted = taken(codes, form.code);
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    if (challenge !== granted.challenge || form.redirect_uri !== `${origin}/console/signin`)
      throw new Refusal('invalid_grant');
    return tokensFor(granted);
  }

  async function tokensFor(granted: Granted): Promise<object> {
    const { email, nonce, isRenewable, seconds } = granted;
    const sub = createHash('sha256').update(email).digest('hex');
    const refresh_token = randomBytes(16).toString('hex');
    if (isRenewable) refreshTokens.set(refresh_token, granted);
    const jti = randomBytes(8).toString('hex');
    return {
      access_token: await tokenOf(issuer, { sub, email, email_verified: true, jti }),
      id_token: await tokenOf({ ...issuer, audience: CLIENT }, { sub, email, nonce }),
      token_type: 'Bearer',
      expires_in: seconds,
      ...(isRenewable && { refresh_token }),
    };
  }

  return { ...issuer, clientId: CLIENT, serve: (given) => void (origin = given), close };
}

/** Good for one use. */
function taken(from: Map<string, Granted>, secret = ''): Granted {
  const granted = from.get(secret);
  if (!granted) throw new Refusal('invalid_grant');
  from.delete(secret);
  return granted;
}

async function formOf(request: IncomingMessage): Promise<Form> {
  return Object.fromEntries(new URLSearchParams(await text(request)));
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A page where somebody says who they are, whether they stay signed in, and for how long a token is said to be good. */
function page(response: ServerResponse, asked: Form): void {
  const kept = Object.entries(asked).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Identity</title>
<form action="/answer"><label>Address <input name="email"></label>
<label>Stay signed in <input type="checkbox" name="renewable" value="yes"></label>
<label>Seconds <input name="seconds" value="600"></label>${kept.join('')}
<button>Allow</button><button name="error" value="access_denied">Refuse</button></form>`);
}
