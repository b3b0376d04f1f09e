import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import { consolePolicy } from '../console/console-policy.ts';
import type { FunctionDeclaration } from '../function-declaration.ts';
import type { ConsoleSettings } from '../stage-settings.ts';

/** Puts the console, which the build leaves beside its bundle, into the bucket. */
export const publishConsole = {
  id: 'console.publish',
  entry: 'functions/deployment/publish-console.ts',
  grants: ['site:PutObject', 'site:ListBucket', 'site:DeleteObject'],
  timeout: 60,
} as const satisfies FunctionDeclaration;

/**
 * Every path that is no file is a page of the console, whose script reads it. An error page of CloudFront's would do so too, and
 * would replace the API's own 403 and 404.
 */
const PAGES = `function handler(event) {
  var request = event.request;
  if (request.uri === '/console') {
    return { statusCode: 308, statusDescription: 'Permanent Redirect', headers: { location: { value: '/console/' } } };
  }
  request.uri = '/console/index.html';
  return request;
}
`;

export interface ConsoleSiteProps {
  /** `publishConsole` puts its files there, below `console/`. */
  readonly files: IBucket;
  /** Host of the API. */
  readonly api: string;
  /** Origins that files are uploaded to. */
  readonly uploadHosts: readonly string[];
  readonly settings: ConsoleSettings;
}

/**
 * One origin for the console and the API: whatever is not below `/console` goes to the API, with every header but Host, uncached.
 * So the console needs no CORS, and its policy permits no other host but that of uploads.
 */
export class ConsoleSite extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { files, api, uploadHosts, settings }: ConsoleSiteProps) {
    super(scope, id);
    const origin = S3BucketOrigin.withOriginAccessControl(files);
    const file: BehaviorOptions = {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.headers(uploadHosts),
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    const pages = new Function(this, 'Pages', {
      code: FunctionCode.fromInline(PAGES),
      runtime: FunctionRuntime.JS_2_0,
    });
    const page: BehaviorOptions = {
      ...file,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      functionAssociations: [{ function: pages, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Herald: console and API',
      defaultBehavior: {
        origin: new HttpOrigin(api, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY }),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      additionalBehaviors: {
        '/console/assets/*': file,
        '/console/config.json': { ...file, cachePolicy: CachePolicy.CACHING_DISABLED },
        '/console': page,
        '/console/*': page,
      },
      priceClass: PriceClass.PRICE_CLASS_100,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(settings.domainName && {
        domainNames: [settings.domainName],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', settings.certificateArn),
      }),
    });
  }

  private headers(uploadHosts: readonly string[]): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: consolePolicy(uploadHosts), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'cross-origin-opener-policy', value: 'same-origin', override: true }],
      },
    });
  }
}
