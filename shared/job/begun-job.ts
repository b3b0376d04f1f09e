import * as z from 'zod';

/** The answer to a request that begins a job. */
export const begunJob = z
  .object({
    job_id: z.string().meta({
      description: '`GET /v1/jobs/{id}` tells how far it is.',
      examples: ['job_01KB2QW6ZC8N4T5V7X9Y1A3B5D'],
    }),
  })
  .meta({ id: 'BegunJob' });
