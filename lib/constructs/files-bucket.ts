import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { Target, Targets } from './grants.ts';
import { PrivateBucket } from './private-bucket.ts';

/** How long a file is kept, in days, in the folders where files come and go. Media stay until somebody removes them. */
const KEPT_FOR = 7;
const PASSING = ['imports', 'exports', 'uploads'];

/**
 * The files of imports and exports, and media. Nobody reaches them but by addresses that a function signed, each for one file, one use and
 * an hour; a browser may use such an address from any page.
 */
export class FilesBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { removalPolicy }: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id, {
      lifecycleRules: [
        ...PASSING.map((name) => ({ prefix: `${name}/`, expiration: Duration.days(KEPT_FOR) })),
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      cors: [{ allowedMethods: [HttpMethods.GET, HttpMethods.POST], allowedOrigins: ['*'], allowedHeaders: ['*'] }],
      removalPolicy,
    });
  }

  /** A target for each folder. */
  get targets(): Targets {
    const folder = (name: string): Target => ({
      service: 's3',
      arn: () => this.arnForObjects(`${name}/*`),
      environment: { FILES_BUCKET: this.bucketName },
    });
    return {
      imports: folder('imports'),
      exports: folder('exports'),
      uploads: folder('uploads'),
      media: folder('media'),
    };
  }
}
