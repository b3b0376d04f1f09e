import { prod } from '../../lib/stage-settings.ts';
import { synthesize } from './synthesize.ts';

export const OIDC = { issuer: 'https://id.example', audience: 'herald', jwksUrl: 'https://id.example/keys' };
/** What the console knows of the identity provider besides. */
export const CONSOLE_CLIENT = {
  clientId: 'console',
  scope: 'openid email offline_access',
  hosts: ['https://login.example'],
};

export const production = synthesize({
  ...prod,
  // The functions are told of the tokens alone.
  oidc: { ...OIDC, ...CONSOLE_CLIENT },
  publicBaseUrl: 'https://herald.example',
  twilioApiBaseUrl: 'https://twilio.example',
});
