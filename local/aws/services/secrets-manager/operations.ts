import type * as z from 'zod';

import { ServiceError } from '../service.ts';
import { createRequest, deleteRequest, getRequest, identity, parse, putRequest } from './requests.ts';
import { secretArn, secretName } from './secret-arn.ts';
import type { SecretRow, SecretStore, VersionRow } from './secret-store.ts';

type Operation = (input: Record<string, unknown>) => object;

const DAY = 86_400_000;
const seconds = (ms: number) => ms / 1000;
const stages = (stage: VersionRow['stage']) => (stage === null ? [] : [stage]);

/** The operations by name. */
export function secretOperations(store: SecretStore, now: () => number): Readonly<Record<string, Operation>> {
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
    const existing = store.versions(name).find((candidate) => candidate.version === version);
    if (existing && (existing.string !== string || existing.binary !== binary)) {
      throw new ServiceError('ResourceExistsException', `A version ${version} with another value already exists.`);
    }
    if (!existing) store.addVersion(name, { version, string, binary, created_at: now() });
    const VersionStages = stages(existing ? existing.stage : 'AWSCURRENT');
    return { ARN: secretArn(name), Name: name, VersionId: version, VersionStages };
  }

  return {
    CreateSecret(input) {
      const { Name: name, Description, ...request } = parse(createRequest, input);
      if (!store.find(name)) {
        store.add(name, Description, now());
      } else if (
        !store.versions(findUndeleted(name).name).some(({ version }) => version === request.ClientRequestToken)
      ) {
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
      const wantedStage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
      const found = store
        .versions(name)
        .find(({ version, stage }) => (VersionId ?? version) === version && (wantedStage ?? stage) === stage);
      if (!found) throw notFound(`secret value for ${VersionId ?? `staging label: ${wantedStage}`}`);
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
      const secret = find(parse(identity, input).SecretId);
      const staged = store.versions(secret.name).filter(({ stage }) => stage !== null);
      return {
        ARN: secretArn(secret.name),
        Name: secret.name,
        ...(secret.description !== null && { Description: secret.description }),
        CreatedDate: seconds(secret.created_at),
        LastChangedDate: seconds(secret.changed_at),
        ...(secret.deleted_at !== null && { DeletedDate: seconds(secret.deleted_at) }),
        VersionIdsToStages: Object.fromEntries(staged.map(({ version, stage }) => [version, [stage]])),
      };
    },
    DeleteSecret(input) {
      const { SecretId, ForceDeleteWithoutRecovery, RecoveryWindowInDays } = parse(deleteRequest, input);
      const { name } = find(SecretId);
      const at = now() + (ForceDeleteWithoutRecovery ? 0 : RecoveryWindowInDays * DAY);
      store.deleteAt(name, at);
      return { ARN: secretArn(name), Name: name, DeletionDate: seconds(at) };
    },
  };
}

function notFound(what: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified ${what}.`);
}
