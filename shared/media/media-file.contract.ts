import * as z from 'zod';

import { route } from '../contract/route.ts';

const shared = {
  path: '/m/{token}/{name}',
  entry: 'functions/webhook/serve-media.ts',
  authentication: 'none',
  scope: null,
  request: {
    params: z.object({
      token: z.string().describe('What nobody can guess of the address.'),
      name: z.string().describe('For whoever saves the file; any name leads to it.'),
    }),
  },
  response: z.string().meta({
    description: 'The file. One of more than 4 MB is answered with 302 and where it is for an hour.',
    examples: ['the bytes of a picture'],
  }),
  produces: '*/*',
  errors: ['media.not_found'],
  grants: ['table:GetItem', 'media:GetObject'],
  memory: 1024,
} as const;

export const serveMedia = route({
  ...shared,
  id: 'media_file.read',
  method: 'GET',
  summary: 'The file of a medium, for whoever knows its address: the provider fetches it here',
});

export const probeMedia = route({
  ...shared,
  id: 'media_file.probe',
  method: 'HEAD',
  summary: 'What the file of a medium is, without the file',
});
