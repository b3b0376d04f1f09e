import {
  campaigns,
  clock,
  customers,
  ids,
  interactions,
  log,
  messages,
  tenants,
} from '../../shared/runtime/dependencies.ts';
import { redirect } from '../../shared/runtime/redirect.ts';
import { visitLink as follow } from '../../shared/interaction/follow-link.ts';
import { followLink } from '../../shared/interaction/link.contract.ts';

export const handler = redirect(
  followLink,
  ({ params }, visit, dependencies) => follow(params.token, visit, dependencies),
  {
    campaigns,
    clock,
    customers,
    ids,
    interactions,
    log,
    messages,
    tenants,
  },
);
