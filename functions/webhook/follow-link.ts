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
import { visitLink } from '../../shared/interaction/follow-link.ts';
import { followLink } from '../../shared/interaction/link.contract.ts';

export const handler = redirect(followLink, visitLink, {
  campaigns,
  clock,
  customers,
  ids,
  interactions,
  log,
  messages,
  tenants,
});
