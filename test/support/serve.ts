import { startEndpoint } from '../../local/endpoint.ts';
import type { Endpoint } from '../../local/endpoint.ts';
import { createFaults } from '../../local/faults.ts';
import { ALLOW_ALL } from '../../local/iam.ts';
import { REGION } from '../../local/services/service.ts';
import type { AwsService } from '../../local/services/service.ts';

/** Services behind the local endpoint, which allows everything to everyone. */
export function serve(...services: readonly AwsService[]): Promise<Endpoint> {
  const principal = { name: 'test', statements: ALLOW_ALL };
  return startEndpoint({ services, principals: () => principal, faults: createFaults(), onKill: () => undefined });
}

/** What an SDK client needs to speak to a local server. */
export function clientOptions(endpoint: string) {
  return { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
