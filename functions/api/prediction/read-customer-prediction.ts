import { predictCustomer } from '../../../shared/prediction/predict-customer.ts';
import { readCustomerPrediction } from '../../../shared/prediction/prediction.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, customers, messages, predictions } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, customers, messages, predictions };

export const handle: Handle<typeof readCustomerPrediction, typeof needs> = async ({ params, caller }, ports) =>
  predictCustomer(caller.tenant_id, params.id, ports);

export const handler = api(readCustomerPrediction, handle, needs);
