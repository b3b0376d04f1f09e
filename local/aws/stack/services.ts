import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openDatabase, type OnFailure } from '../database.ts';
import { startDynoxide } from '../dynoxide.ts';
import { unwatched, type Authorize } from '../iam/authorizer.ts';
import type { Runtime } from '../lambda/runtime.ts';
import { dynamoDb } from '../services/dynamodb.ts';
import type { Detour } from '../services/dynamodb/detour.ts';
import { eventBridge } from '../services/event-bridge.ts';
import { scheduler } from '../services/scheduler.ts';
import { secretsManager } from '../services/secrets-manager.ts';
import { ses } from '../services/ses.ts';
import { sqs as sqsService } from '../services/sqs.ts';
import { stepFunctions } from '../services/states.ts';
import { storageFailure } from '../storage-failure.ts';

export interface ServicesOptions {
  readonly dataDirectory: string;
  readonly dynamoDbEndpoint: string | undefined;
  /** Base URL of queue URLs. */
  readonly endpointUrl: () => string;
  readonly runtime: Pick<Runtime, 'invoke' | 'invokeAsync'>;
  readonly authorize?: Authorize;
  readonly onFailure: OnFailure;
  readonly detour: Detour;
}

export type Services = Awaited<ReturnType<typeof openServices>>;

/** Opens every service on its data. Nothing happens by itself yet: no schedule fires, no execution goes on. */
export async function openServices(options: ServicesOptions) {
  const { dataDirectory, dynamoDbEndpoint, endpointUrl, runtime, authorize = unwatched, onFailure, detour } = options;
  mkdirSync(dataDirectory, { recursive: true });
  const db = openDatabase(join(dataDirectory, 'services.db'), onFailure);
  const file = join(dataDirectory, 'dynamodb.db');
  const embedded = dynamoDbEndpoint ? undefined : await startDynoxide({ file, onExit: onFailure });
  const dynamoDbUrl = dynamoDbEndpoint ?? embedded!.endpoint;
  const onTableFailure = (error: Error): void => {
    const failure = embedded && storageFailure(file, error);
    if (failure) onFailure(failure);
  };
  const dynamo = dynamoDb({ endpoint: dynamoDbUrl, onServerError: onTableFailure, detour });
  const sqs = sqsService({ db, baseUrl: endpointUrl });
  return {
    db,
    dynamoDb: dynamo,
    dynamoDbUrl,
    onTableFailure,
    sqs,
    events: eventBridge({ sqs }),
    states: stepFunctions({ database: db, runtime, authorize }),
    schedules: scheduler({ db, sqs, authorize, invoke: runtime.invokeAsync }),
    secrets: secretsManager({ db }),
    mail: ses(),
    async close(): Promise<void> {
      dynamo.close();
      await embedded?.close();
      db.close();
    },
  };
}
