import * as z from 'zod';

import { route } from './route.ts';

export const readOpenApi = route({
  id: 'openapi.read',
  method: 'GET',
  path: '/openapi.json',
  entry: 'functions/api/openapi/read-open-api.ts',
  authentication: 'none',
  scope: null,
  summary: 'Read this description of the API: OpenAPI 3.1',
  request: {},
  response: z.record(z.string(), z.unknown()).meta({ examples: [{ openapi: '3.1.0' }] }),
  errors: [],
  grants: [],
});
