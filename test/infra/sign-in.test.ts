import { describe, expect, it } from 'vitest';

import { dev, prod, type StageSettings } from '../../lib/stage-settings.ts';
import { development } from './development.ts';
import { synthesize, type StackTemplate } from './synthesize.ts';

const COGNITO = { cognito: { domainPrefix: 'acme-herald' } };
const DOMAIN = {
  domainName: 'herald.example',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
} as const;

const stages = { dev: synthesize({ ...dev, ...COGNITO }), prod: synthesize({ ...prod, ...COGNITO, console: DOMAIN }) };

function only({ Resources }: Pick<StackTemplate, 'Resources'>, type: string) {
  const found = Object.values(Resources).filter(({ Type }) => Type === type);
  expect(found).toHaveLength(1);
  return found[0]!;
}
const poolOf = (name: 'dev' | 'prod') => only(stages[name].stacks[`herald-${name}-sign-in`]!, 'AWS::Cognito::UserPool');
const clientOf = (name: 'dev' | 'prod') =>
  only(stages[name].stacks[`herald-${name}-console`]!, 'AWS::Cognito::UserPoolClient').Properties;

describe('the user pool', () => {
  it('takes nobody who was not invited, by an address that is the user name', () => {
    expect(poolOf('dev').Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    });
  });

  it('lets nobody take an address that they have not proved is theirs', () => {
    expect(poolOf('dev').Properties).toMatchObject({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
  });

  it('asks for a long password and a second factor', () => {
    expect(poolOf('prod').Properties).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
    });
  });

  it('may ask for the password alone, where the stage says so', () => {
    const { stacks } = synthesize({ ...dev, cognito: { ...COGNITO.cognito, mfa: 'off' } });
    const { Properties } = only(stacks['herald-dev-sign-in']!, 'AWS::Cognito::UserPool');
    expect(Properties.MfaConfiguration).toBe('OFF');
    expect(Properties).not.toHaveProperty('EnabledMfas');
  });

  it('stays with its people when the stack of a production goes', () => {
    expect(poolOf('prod')).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtection: 'ACTIVE' } });
    expect(poolOf('dev')).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtection: 'INACTIVE' } });
  });

  it('tells whoever is invited where the console is, as far as that is known', () => {
    const mailOf = (name: 'dev' | 'prod') =>
      poolOf(name).Properties.AdminCreateUserConfig.InviteMessageTemplate.EmailMessage;
    expect(mailOf('prod')).toMatch(/https:\/\/herald\.example\/console\/.*\{username\}.*\{####\}/);
    expect(mailOf('dev')).toMatch(/that you were told/);
  });
});

describe('the console', () => {
  it('is a public client that signs in by the code flow alone', () => {
    expect(clientOf('prod')).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: ['https://herald.example/console/signin'],
      LogoutURLs: ['https://herald.example/console/'],
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('is called back at CloudFront’s domain where it has none of its own', () => {
    expect(stages.dev.text(clientOf('dev').CallbackURLs[0])).toBe('https://SiteDistribution.DomainName/console/signin');
  });

  it('is told of the pool, sends its ID tokens, and may call Cognito and its pages', () => {
    const { Properties: site } = only(stages.dev.stacks['herald-dev-console']!, 'Custom::Console');
    const config = JSON.parse(stages.dev.text(site.config));
    expect(config).toEqual({
      demo: false,
      oidc: {
        issuer: 'https://cognito-idp.region.urlsuffix/Pool',
        clientId: 'SignInClient',
        ...{ scope: 'openid email', bearer: 'id_token', parameters: {} },
      },
    });
    const headers = only(stages.dev.stacks['herald-dev-console']!, 'AWS::CloudFront::ResponseHeadersPolicy').Properties;
    const { ContentSecurityPolicy } = headers.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy;
    expect(stages.dev.text(ContentSecurityPolicy)).toMatch(
      /connect-src 'self' \S+ https:\/\/cognito-idp\.region\.urlsuffix https:\/\/acme-herald\.auth\.region\.amazoncognito\.com;/,
    );
  });
});

it('lets every route with a caller check the tokens that the console sends: those of the pool, for its client', () => {
  for (const id of ['tenant.read', 'campaign.execute', 'me.read', 'alert.list']) {
    const { Variables } = stages.dev.function(id)[1].Properties.Environment;
    expect(JSON.parse(stages.dev.text(Variables.OIDC))).toEqual({
      issuer: 'https://cognito-idp.region.urlsuffix/Pool',
      audience: 'SignInClient',
      jwksUrl: 'https://cognito-idp.region.urlsuffix/Pool/.well-known/jwks.json',
    });
  }
});

it('moves nothing that is there without it', () => {
  for (const [name, { Resources }] of Object.entries(development.stacks)) {
    const now = stages.dev.stacks[name]!.Resources;
    expect(Object.keys(now)).toEqual(expect.arrayContaining(Object.keys(Resources)));
    const added = Object.keys(now).filter((id) => !(id in Resources));
    expect(added.map((id) => now[id]!.Type)).toEqual(
      name === 'herald-dev-console' ? ['AWS::Cognito::UserPoolClient'] : [],
    );
  }
});

const OIDC = { issuer: 'https://id.example', audience: 'herald', jwksUrl: 'https://id.example/keys' };
it.each<[string, Partial<StageSettings>, RegExp]>([
  ['an identity provider besides', { oidc: OIDC }, /both oidc and cognito/],
  ['no console', { console: undefined }, /no console/],
  ['a route with a throttle of its own', { routeThrottles: { 'POST /v1/conversions': 5 } }, /POST \/v1\/conversions/],
])('refuses a pool with %s', (_, settings, message) => {
  expect(() => synthesize({ ...dev, ...COGNITO, ...settings })).toThrow(message);
});
