import { startEndpoint, type Endpoint } from './endpoint.ts';
import { createFaults } from './faults.ts';
import { ALLOW_ALL } from './iam/statement.ts';
import { REGION, type AwsService } from './services/service.ts';

/** Serves single services without a template; any access key may call them, and everything is allowed. */
export function serve(...services: readonly AwsService[]): Promise<Endpoint> {
  const principal = { name: 'test', statements: ALLOW_ALL };
  return startEndpoint({ services, principals: () => principal, faults: createFaults(), onKill: () => undefined });
}

/** The options of an SDK client that calls such an endpoint. */
export function clientOptions(endpoint: string, accessKeyId = 'test') {
  return { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey: 'test' } };
}
