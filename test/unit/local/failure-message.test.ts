import { expect, test } from 'vitest';

import { dynoxideBinary } from '../../../local/aws/dynoxide-binary.ts';
import { StorageFailure, type StorageProblem } from '../../../local/aws/storage-failure.ts';
import { failureMessage } from '../../../local/failure-message.ts';

const options = { port: 3000, dataDirectory: '.herald' };
const failure = (code: string, path?: string) => Object.assign(new Error(code), { code, path });
const storage = (problem: StorageProblem) => new StorageFailure('.herald/services.db', problem, 'the reason');

test.each([
  ['a port in use', failure('EADDRINUSE'), /^Port 3000 is in use: .* set PORT to another/],
  ['a folder that is read-only', failure('EROFS'), /^\.herald cannot be written to .* set HERALD_DATA/],
  ['a file without permission', failure('EACCES', '.herald/x'), /^\.herald\/x cannot be written to .* set HERALD_DATA/],
  ['another folder without permission', failure('EACCES', '/cache'), /^\/cache cannot be .*: make it writable\.$/],
  ['a full disk', failure('ENOSPC', '.herald/x'), /^The disk that \.herald\/x is on is full\. Make space and start/],
  [
    'a build that met one',
    new Error("x\nError: ENOSPC: no space, open '/y'\n at z"),
    /^The disk that \/y is on is full/,
  ],
  ['a full database', storage('full'), /^The disk that \.herald\/services\.db is on is full\. Make space and start/],
  [
    'a damaged database',
    storage('damaged'),
    /^\.herald\/services\.db is damaged or missing \(the reason\)\. Put back a copy .*\.herald;/,
  ],
  ['a folder in use', storage('in use'), /^\.herald is in use by another start: .* HERALD_DATA/],
  [
    'a directory for a database',
    storage('unusable'),
    /^\.herald\/services\.db cannot be read and written .* HERALD_DATA/,
  ],
])('after %s, the message names it and says what to do', (_, error, message) => {
  expect(failureMessage(error, options)).toMatch(message);
});

test('on a platform without an embedded DynamoDB, the message says how to start one', () => {
  let error: unknown;
  try {
    dynoxideBinary('plan9-mips');
  } catch (thrown) {
    error = thrown;
  }
  expect(failureMessage(error, options)).toMatch(
    /no embedded DynamoDB for plan9-mips: .* npm run dynamodb .* DYNAMODB_ENDPOINT/,
  );
});

test('any other failure is reported by its own message', () => {
  expect(failureMessage(new Error('resource types that are not supported: AWS::S3::Bucket'), options)).toBe(
    'resource types that are not supported: AWS::S3::Bucket',
  );
});

test('a DynamoDB that does not answer is named with its variable', () => {
  const error = new Error('Error: connect ECONNREFUSED 127.0.0.1:9');
  expect(failureMessage(error, { ...options, dynamoDbEndpoint: 'http://127.0.0.1:9' })).toBe(
    'No DynamoDB answers at http://127.0.0.1:9: start it, or set DYNAMODB_ENDPOINT to another.',
  );
});
