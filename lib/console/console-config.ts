import type { OidcSettings } from '../stage-settings.ts';

const DEFAULT_SCOPE = 'openid email';
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** What `config.json` tells the console: how somebody can sign in besides with an API key. */
export function consoleConfig(demo: boolean, oidc?: OidcSettings): object {
  if (oidc?.clientId === undefined) return { demo };
  const { issuer, clientId, scope = DEFAULT_SCOPE, bearer = 'access_token', parameters = {} } = oidc;
  return { demo, oidc: { issuer, clientId, scope, bearer, parameters } };
}

/**
 * The origins that a browser must reach to sign in.
 * @throws Error for what is no origin on https; plain http is for tests on this machine
 */
export function signInOrigins(oidc?: OidcSettings): readonly string[] {
  if (oidc?.clientId === undefined) return [];
  const origins = [new URL(oidc.issuer).origin, ...(oidc.hosts ?? [])].map((host) => {
    const { origin, protocol, hostname } = new URL(host);
    if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.includes(hostname)))
      throw new Error(`oidc: ${host} is no address on https that the console could reach.`);
    if (host !== origin && host !== `${origin}/`)
      throw new Error(`oidc.hosts: write ${origin}, the origin alone, instead of ${host}.`);
    return origin;
  });
  return [...new Set(origins)];
}
