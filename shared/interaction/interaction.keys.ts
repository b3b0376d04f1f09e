import { sha256 } from '../platform/ids.ts';
import type { Conversion, Interaction } from './interaction.ts';

export type ConversionName = Pick<Conversion, 'conversion_type' | 'conversion_reference_id'>;

export const keys = {
  campaign: (tenant: string, campaign: string) => `TENANT#${tenant}#CAMPAIGN#${campaign}`,
  interaction: ({ tenant_id, campaign_id, id }: Pick<Interaction, 'tenant_id' | 'campaign_id' | 'id'>) => ({
    pk: keys.campaign(tenant_id, campaign_id),
    sk: `INTERACTION#${id}`,
  }),
  /** Makes a tap count once, however often it is reported. */
  tapMark: (tenant: string, campaign: string, key: string) => ({
    pk: keys.campaign(tenant, campaign),
    sk: `TAP#${sha256(key)}`,
  }),
  /** Makes a conversion count once for the whole tenant. */
  conversion: (tenant: string, { conversion_type, conversion_reference_id }: ConversionName) => ({
    pk: `TENANT#${tenant}#CONVERSION#${sha256(`${conversion_type}\n${conversion_reference_id}`)}`,
    sk: 'CONVERSION',
  }),
  converted: (reference: Pick<Interaction, 'tenant_id' | 'campaign_id' | 'id'>) => ({
    ...keys.interaction(reference),
    sk: `CONVERTED#${reference.id}`,
  }),
  /** Lists a customer's taps of a campaign. */
  tapped: (tap: Pick<Interaction, 'tenant_id' | 'campaign_id' | 'customer_id' | 'id'>) => ({
    pk: keys.campaign(tap.tenant_id, tap.campaign_id),
    sk: keys.tappedPrefix(tap.customer_id) + tap.id,
  }),
  /** Before the id of the tap; of all customers, unless one is given. */
  tappedPrefix: (customer?: string) => (customer === undefined ? 'TAPPED#' : `TAPPED#${customer}#`),
  byButton: (tenant: string, campaign: string, button: string) => `${keys.campaign(tenant, campaign)}#BUTTON#${button}`,
  conversions: (tenant: string) => `TENANT#${tenant}#CONVERSIONS`,
  byCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#INTERACTIONS`,
};
