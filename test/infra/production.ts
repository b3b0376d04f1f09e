import { prod } from '../../lib/stage-settings.ts';
import { synthesize } from './synthesize.ts';

export const OIDC = { issuer: 'https://id.example', audience: 'herald', jwksUrl: 'https://id.example/keys' };

export const production = synthesize({
  ...prod,
  oidc: OIDC,
  publicBaseUrl: 'https://herald.example',
  twilioApiBaseUrl: 'https://twilio.example',
});
