import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { secretArn, secretName } from './secret-name.ts';
import { secretsStore } from './secrets-store.ts';
import type { SecretRow, VersionRow } from './secrets-store.ts';
import { ServiceError } from './service.ts';
import type { AwsService } from './service.ts';
import { transaction } from './transaction.ts';

const value = {
  ClientRequestToken: z.string().min(1).default(randomUUID),
  SecretString: z.string().min(1).max(65_536).optional(),
  SecretBinary: z.base64().min(1).optional(),
};
const named = z.object({ SecretId: z.string() });
const createRequest = z.object({
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/),
  Description: z.string().nullable().default(null),
  ...value,
});
const putRequest = named.extend(value).refine((r) => r.SecretString ?? r.SecretBinary, 'a value is needed');
const getRequest = named.extend({ VersionId: z.string().optional(), VersionStage: z.string().optional() });
const deleteRequest = named.extend({
  RecoveryWindowInDays: z.int().min(7).max(30).default(30),
  ForceDeleteWithoutRecovery: z.boolean().default(false),
});

const DAY = 86_400_000;
const seconds = (ms: number) => ms / 1000;
const stages = (stage: VersionRow['stage']) => (stage === null ? [] : [stage]);

function parse<T>(schema: z.ZodType<T>, input: Record<string, unknown>): T {
  const { data, error } = schema.safeParse(input);
  if (error) throw new ServiceError('InvalidParameterException', z.prettifyError(error));
  return data;
}

function notFound(what: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified ${what}.`);
}

/** Secrets Manager: create, get, put, describe and delete. */
export function secretsManager(options: { db: DatabaseSync; now?: () => number }): AwsService {
  const { db, now = Date.now } = options;
  const store = secretsStore(db);

  function find(id: string): SecretRow {
    const secret = store.find(secretName(id));
    if (!secret) throw notFound('secret');
    return secret;
  }

  function findUndeleted(id: string): SecretRow {
    const secret = find(id);
    if (secret.deleted_at === null) return secret;
    const reason = 'because it was marked for deletion.';
    throw new ServiceError('InvalidRequestException', `You can't perform this operation on the secret ${reason}`);
  }

  /** The token is the version's id: a repeated request changes nothing. */
  function addVersion(name: string, request: Omit<z.infer<typeof putRequest>, 'SecretId'>): object {
    const { ClientRequestToken: version, SecretString: string = null, SecretBinary: binary = null } = request;
    const same = store.versions(name).find((v) => v.version === version);
    if (same && (same.string !== string || same.binary !== binary)) {
      throw new ServiceError('ResourceExistsException', `A version ${version} with another value already exists.`);
    }
    if (!same) store.addVersion(name, { version, string, binary, created_at: now() });
    const VersionStages = stages(same ? same.stage : 'AWSCURRENT');
    return { ARN: secretArn(name), Name: name, VersionId: version, VersionStages };
  }

  const operations: Record<string, (input: Record<string, unknown>) => object> = {
    CreateSecret(input) {
      const { Name: name, Description, ...request } = parse(createRequest, input);
      if (!store.find(name)) {
        store.add(name, Description, now());
      } else if (!store.versions(findUndeleted(name).name).some((v) => v.version === request.ClientRequestToken)) {
        throw new ServiceError('ResourceExistsException', `The secret ${name} already exists.`);
      }
      const empty = request.SecretString === undefined && request.SecretBinary === undefined;
      return empty ? { ARN: secretArn(name), Name: name } : addVersion(name, request);
    },
    PutSecretValue(input) {
      const request = parse(putRequest, input);
      return addVersion(findUndeleted(request.SecretId).name, request);
    },
    GetSecretValue(input) {
      const { SecretId, VersionId, VersionStage } = parse(getRequest, input);
      const { name } = findUndeleted(SecretId);
      const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
      const found = store
        .versions(name)
        .find((v) => (VersionId ?? v.version) === v.version && (stage ?? v.stage) === v.stage);
      if (!found) throw notFound(`secret value for ${VersionId ?? `staging label: ${stage}`}`);
      return {
        ARN: secretArn(name),
        Name: name,
        VersionId: found.version,
        VersionStages: stages(found.stage),
        CreatedDate: seconds(found.created_at),
        ...(found.string !== null && { SecretString: found.string }),
        ...(found.binary !== null && { SecretBinary: found.binary }),
      };
    },
    DescribeSecret(input) {
      const secret = find(parse(named, input).SecretId);
      const staged = store.versions(secret.name).filter((v) => v.stage !== null);
      return {
        ARN: secretArn(secret.name),
        Name: secret.name,
        ...(secret.description !== null && { Description: secret.description }),
        CreatedDate: seconds(secret.created_at),
        LastChangedDate: seconds(secret.changed_at),
        ...(secret.deleted_at !== null && { DeletedDate: seconds(secret.deleted_at) }),
        VersionIdsToStages: Object.fromEntries(staged.map((v) => [v.version, [v.stage]])),
      };
    },
    DeleteSecret(input) {
      const request = parse(deleteRequest, input);
      const { name } = find(request.SecretId);
      const at = now() + (request.ForceDeleteWithoutRecovery ? 0 : request.RecoveryWindowInDays * DAY);
      store.deleteAt(name, at);
      return { ARN: secretArn(name), Name: name, DeletionDate: seconds(at) };
    },
  };

  return {
    name: 'secretsmanager',
    permissions(operation, input) {
      const resource = secretArn(secretName(String(input['SecretId'] ?? input['Name'])));
      return [{ action: `secretsmanager:${operation}`, resource }];
    },
    async handle(operation, input) {
      const run = operations[operation];
      if (!run)
        throw new ServiceError('UnknownOperationException', `Secrets Manager has no operation ${operation} here.`);
      return transaction(db, () => {
        store.expire(now());
        return run(input);
      });
    },
  };
}
