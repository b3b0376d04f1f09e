import type { Poller } from '../deploy/event-source-mapping.ts';
import type { Endpoint } from '../endpoint.ts';
import type { HttpApi } from '../http-api.ts';
import type { Runtime } from '../lambda/runtime.ts';
import type { S3 } from '../s3.ts';
import type { Services } from './services.ts';

/** What a stack is made of, as far as it has been started. */
export interface Parts {
  services?: Services;
  endpoint?: Endpoint;
  s3?: S3;
  api?: HttpApi;
  runtime?: Runtime;
  mappings?: readonly Poller[];
}

/** Callers first, what they call last: requests and batches under way find everything they need until they end. */
export async function closeParts({ services, endpoint, s3, api, runtime, mappings = [] }: Parts): Promise<void> {
  await api?.close();
  services?.schedules.close();
  services?.states.close();
  await Promise.all(mappings.map((mapping) => mapping.close()));
  await runtime?.close();
  await endpoint?.close();
  await s3?.close();
  await services?.close();
}
