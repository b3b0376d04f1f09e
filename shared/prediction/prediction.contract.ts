import * as z from 'zod';

import { route } from '../contract/route.ts';
import { customerPrediction, predictionsWire } from './prediction.wire.ts';

export const readPredictions = route({
  id: 'predictions.read',
  method: 'GET',
  path: '/v1/predictions',
  entry: 'functions/api/prediction/read-predictions.ts',
  scope: 'analytics:view',
  summary: 'Read what was learnt of who taps, how good that is on people it has not seen, and whether it is used',
  request: {},
  response: predictionsWire,
  errors: [],
  grants: ['table:GetItem'],
});

export const readCustomerPrediction = route({
  id: 'predictions.read_customer',
  method: 'GET',
  path: '/v1/customers/{id}/prediction',
  entry: 'functions/api/prediction/read-customer-prediction.ts',
  scope: 'customers:read',
  summary: 'Read how likely a customer taps what is sent to them now, where that is proved to be better than a guess',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: customerPrediction,
  errors: ['customer.not_found'],
  grants: ['table:GetItem', 'table:BatchGetItem', 'index:Query'],
});
