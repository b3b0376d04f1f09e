import { runInNewContext } from 'node:vm';

import { expect, it } from 'vitest';

import { dev, local } from '../../lib/stage-settings.ts';
import { development } from './development.ts';
import { synthesize, type StackTemplate } from './synthesize.ts';

/** Of CloudFront's own policies: no caching, and every header of the viewer but Host. */
const UNCACHED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_BUT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const { Resources } = development.stacks['herald-dev-console']!;

function only({ Resources }: Pick<StackTemplate, 'Resources'>, type: string) {
  const found = Object.values(Resources).filter(({ Type }) => Type === type);
  expect(found).toHaveLength(1);
  return found[0]!.Properties;
}

const { DistributionConfig: config } = only({ Resources }, 'AWS::CloudFront::Distribution');
const behaviour = (path: string) => config.CacheBehaviors.find(({ PathPattern }: never) => PathPattern === path);

it('leads to the API whatever is not the console, as it was asked, and never from a cache', () => {
  expect(config.DefaultCacheBehavior).toMatchObject({
    CachePolicyId: UNCACHED,
    OriginRequestPolicyId: ALL_BUT_HOST,
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    ViewerProtocolPolicy: 'https-only',
  });
  const { TargetOriginId } = config.DefaultCacheBehavior;
  const { CustomOriginConfig } = config.Origins.find(({ Id }: { Id: string }) => Id === TargetOriginId);
  expect(CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' });
  expect(config.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
    '/console/assets/*',
    '/console/config.json',
    '/console',
    '/console/*',
  ]);
});

it("leaves the API's own 403 and 404 as they are", () => {
  expect(config.CustomErrorResponses).toBeUndefined();
});

it.each([
  ['/console/', '/console/index.html'],
  ['/console/campaigns/cmp_1/edit/check', '/console/index.html'],
])('answers %s by the page of the console', (uri, served) => {
  expect(onRequest(uri)).toEqual({ method: 'GET', uri: served });
});

it('leads from the console without a slash to that with one', () => {
  expect(onRequest('/console')).toMatchObject({ statusCode: 308, headers: { location: { value: '/console/' } } });
});

it('has the function before pages, and neither before assets nor before the API', () => {
  const has = ({ FunctionAssociations = [] }: { FunctionAssociations?: readonly unknown[] }) =>
    FunctionAssociations.length;
  expect(['/console', '/console/*', '/console/assets/*', '/console/config.json'].map(behaviour).map(has)).toEqual([
    1, 1, 0, 0,
  ]);
  expect(has(config.DefaultCacheBehavior)).toBe(0);
});

it('permits nothing inline, no other host but that of uploads, and no plain HTTP', () => {
  const { SecurityHeadersConfig: headers } = only(
    { Resources },
    'AWS::CloudFront::ResponseHeadersPolicy',
  ).ResponseHeadersPolicyConfig;
  const policy = JSON.stringify(headers.ContentSecurityPolicy.ContentSecurityPolicy);
  expect(policy).toContain("script-src 'self'; style-src 'self'");
  expect(policy).toMatch(
    /connect-src 'self' https:\/\/",\{"Fn::ImportValue":"herald-dev-data:ExportsOutputRefFiles[^"]*"\},"\.s3\./,
  );
  expect(policy).not.toContain('unsafe');
  expect(headers.StrictTransportSecurity).toMatchObject({ AccessControlMaxAgeSec: 31_536_000 });
  expect(headers.ContentTypeOptions).toEqual({ Override: true });
});

it('keeps its files private, but for this distribution', () => {
  const { PublicAccessBlockConfiguration } = only({ Resources }, 'AWS::S3::Bucket');
  expect(new Set(Object.values(PublicAccessBlockConfiguration))).toEqual(new Set([true]));
  const { Statement } = only({ Resources }, 'AWS::S3::BucketPolicy').PolicyDocument;
  const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(0);
  for (const { Principal, Condition } of allowed) {
    expect(Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
    expect(Object.keys(Condition.StringEquals)).toEqual(['AWS:SourceArn']);
  }
});

it('has a domain of its own where the stage has one, which is then where links lead', () => {
  const domain = {
    domainName: 'herald.example',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  } as const;
  const { stacks } = synthesize({ ...dev, console: domain });
  const { DistributionConfig } = only(stacks['herald-dev-console']!, 'AWS::CloudFront::Distribution');
  expect(DistributionConfig).toMatchObject({
    Aliases: ['herald.example'],
    ViewerCertificate: { AcmCertificateArn: domain.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
  });
  expect(stacks['herald-dev-service']!.Outputs['PublicBaseUrl']!.Value).toBe('https://herald.example');
});

it('is not there where the stage has none', () => {
  expect(Object.keys(synthesize(local).stacks)).not.toContain('herald-local-console');
});

/** What the function of CloudFront makes of a request. */
function onRequest(uri: string): unknown {
  const { FunctionCode } = only({ Resources }, 'AWS::CloudFront::Function');
  const request = { method: 'GET', uri };
  return runInNewContext(`${FunctionCode}\nhandler(${JSON.stringify({ request })})`);
}
