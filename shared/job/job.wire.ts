import * as z from 'zod';

import { wireShape } from '../contract/derive.ts';
import { job } from './job.ts';

/** A job as callers see it; absent times are null. */
export const jobWire = z
  .object(
    wireShape(
      job.pick({
        id: true,
        kind: true,
        status: true,
        progress: true,
        errors: true,
        cancellable: true,
        cancel_requested_at: true,
        created_at: true,
        started_at: true,
        ended_at: true,
      }).shape,
    ),
  )
  .meta({ id: 'Job' });
