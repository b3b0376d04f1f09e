import type { DatabaseSync } from 'node:sqlite';

import { transaction } from '../database.ts';
import { secretOperations } from './secrets-manager/operations.ts';
import { secretArn, secretName } from './secrets-manager/secret-arn.ts';
import { secretStore } from './secrets-manager/secret-store.ts';
import { ServiceError, type AwsService } from './service.ts';

/** Secrets Manager: create, get, put, describe and delete. */
export function secretsManager({ db, now = Date.now }: { db: DatabaseSync; now?: () => number }): AwsService {
  const store = secretStore(db);
  const operations = secretOperations(store, now);
  return {
    name: 'secretsmanager',
    permissions(operation, input) {
      const resource = secretArn(secretName(String(input['SecretId'] ?? input['Name'])));
      return [{ action: `secretsmanager:${operation}`, resource }];
    },
    async handle(operation, input) {
      const handle = operations[operation];
      if (!handle) {
        const message = `Secrets Manager operation ${operation} is not supported.`;
        throw new ServiceError('UnknownOperationException', message);
      }
      // A request that is refused takes back what it did, and what has expired stays gone.
      store.deleteExpired(now());
      return transaction(db, () => handle(input));
    },
  };
}
