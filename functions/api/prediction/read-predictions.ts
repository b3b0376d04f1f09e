import { readPredictions } from '../../../shared/prediction/prediction.contract.ts';
import { showPredictions } from '../../../shared/prediction/show-predictions.ts';
import { api } from '../../../shared/runtime/api.ts';
import { predictions } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { predictions };

export const handle: Handle<typeof readPredictions, typeof needs> = async ({ caller }, { predictions }) =>
  showPredictions(await predictions.get(caller.tenant_id));

export const handler = api(readPredictions, handle, needs);
