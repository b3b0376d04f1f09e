import * as z from 'zod';

import { expandedCustomer } from '../customer/expand-customer.ts';
import { AGENT_OUTCOMES, interaction, type Interaction } from './interaction.ts';

const text = (what: string) => z.string().nullable().default(null).describe(what);

/** An interaction as callers see it: the conversion's fields at the top level, absent fields null. */
export const interactionWire = interaction
  .pick({
    id: true,
    campaign_id: true,
    customer_id: true,
    message_id: true,
    button_id: true,
    button_title: true,
    button_type: true,
    source: true,
    clicked_at: true,
  })
  .extend({
    ...expandedCustomer,
    content_key: text('Which of the campaign’s contents it was.'),
    variant: text('Which arm of the campaign’s experiment it was; null outside of one.'),
    response_message: text('What the customer wrote after the tap.'),
    agent_outcome: z
      .enum(AGENT_OUTCOMES)
      .nullable()
      .default(null)
      .describe('What came of a tap that an agent answers; null for others, and until it is known.'),
    agent_reason: text('Why the customer did not get the agent’s words.'),
    led_to_conversion: z.boolean().describe('Whether a conversion was credited to it.'),
    conversion_type: text('What it led to.'),
    conversion_reference_id: text('Your id of the conversion.'),
    value: text('What the conversion was worth, as a decimal number.'),
    currency: text('ISO 4217'),
    converted_at: text('When.'),
    metadata: z.record(z.string(), z.string()).default({}).describe('Your own notes.'),
  })
  .meta({ id: 'Interaction' });

export function showInteraction({ agent, conversion, ...fields }: Interaction) {
  return {
    ...fields,
    ...(agent && { agent_outcome: agent.outcome, agent_reason: agent.reason }),
    led_to_conversion: conversion !== undefined,
    ...conversion,
  };
}
