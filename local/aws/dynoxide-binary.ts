import { createRequire } from 'node:module';

/** The embedded DynamoDB is not available for this platform. */
export class NoEmbeddedDynamoDb extends Error {
  constructor(platform: string, options: ErrorOptions) {
    super(`There is no embedded DynamoDB for ${platform}: another DynamoDB endpoint is needed.`, options);
  }
}

/** The path of the embedded DynamoDB's program. @throws NoEmbeddedDynamoDb */
export function dynoxideBinary(platform = `${process.platform}-${process.arch}`): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`);
  } catch (cause) {
    throw new NoEmbeddedDynamoDb(platform, { cause });
  }
}
