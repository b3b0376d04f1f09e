import { expect, test } from 'vitest';

import { dynoxideBinary } from '../../../local/aws/dynoxide-binary.ts';
import { startFailure } from '../../../local/start-failure.ts';

const options = { port: 3000, dataDirectory: '.herald' };
const failure = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ['a port in use', failure('EADDRINUSE'), /^Port 3000 is in use: .* set PORT to another/],
  ['a folder that is read-only', failure('EROFS'), /^\.herald cannot be written to: set HERALD_DATA/],
  ['a folder without permission', failure('EACCES'), /^\.herald cannot be written to: set HERALD_DATA/],
  ['a folder in use', new Error('database is locked'), /^\.herald is in use by another start: .* HERALD_DATA/],
])('after %s, the message says which variable to set', (_, error, message) => {
  expect(startFailure(error, options)).toMatch(message);
});

test('on a platform without an embedded DynamoDB, the message says to set DYNAMODB_ENDPOINT', () => {
  let error: unknown;
  try {
    dynoxideBinary('plan9-mips');
  } catch (thrown) {
    error = thrown;
  }
  expect(startFailure(error, options)).toMatch(/no embedded DynamoDB for plan9-mips: .* Set DYNAMODB_ENDPOINT to/);
});

test('any other failure is reported by its own message', () => {
  expect(startFailure(new Error('resource types that are not supported: AWS::S3::Bucket'), options)).toBe(
    'resource types that are not supported: AWS::S3::Bucket',
  );
});
