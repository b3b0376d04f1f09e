import * as z from 'zod';

import { tableClient, type Table } from '../platform/table-client.ts';
import { tableRequests, type TableRequests } from '../platform/table-requests.ts';
import { environment } from './environment.ts';

/** What Lambda tells a function of itself, and whoever runs it elsewhere: the names are those of AWS's clients. */
const ACCESS = {
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
  AWS_ENDPOINT_URL_DYNAMODB: z.url().optional(),
};

/** One for all stores of a function, so that they share connections. */
let requests: TableRequests | undefined;

/** The table of the name, as the function's role reaches it. The environment is read with the first request. */
export function functionTable(tableName: string): Table {
  return tableClient(tableName, (operation, input) => (requests ??= requestsOfFunction())(operation, input));
}

/** @throws Error that names what the environment lacks */
export function requestsOfFunction(): TableRequests {
  const env = environment(ACCESS);
  return tableRequests({
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB ?? env.AWS_ENDPOINT_URL,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  });
}
