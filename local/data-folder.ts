import { statSync } from 'node:fs';
import { join } from 'node:path';

import { StorageFailure } from './aws/storage-failure.ts';

/**
 * Checks a folder that an earlier start has used: a database that is gone or empty would be created anew, without what the
 * others refer to.
 * @throws StorageFailure
 */
export function checkDataFolder({
  dataDirectory,
  dynamoDbEndpoint,
}: {
  readonly dataDirectory: string;
  readonly dynamoDbEndpoint?: string | undefined;
}): void {
  for (const name of dynamoDbEndpoint ? ['services.db'] : ['services.db', 'dynamodb.db']) {
    const file = join(dataDirectory, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) throw new StorageFailure(file, 'damaged', 'it is missing');
    if (found.size === 0) throw new StorageFailure(file, 'damaged', 'it is empty');
  }
  // A folder that has used a real account only has none.
  const standIn = join(dataDirectory, 'stand-in.db');
  if (statSync(standIn, { throwIfNoEntry: false })?.size === 0)
    throw new StorageFailure(standIn, 'damaged', 'it is empty');
}
