import * as z from 'zod';

import { expandedCustomer } from '../customer/expand-customer.ts';
import { interaction, type Interaction } from './interaction.ts';

const text = z.string().nullable().default(null);

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
    content_key: text,
    response_message: text,
    led_to_conversion: z.boolean(),
    conversion_type: text,
    conversion_reference_id: text,
    value: text,
    currency: text,
    converted_at: text,
    metadata: z.record(z.string(), z.string()).default({}),
  });

export function showInteraction({ conversion, ...fields }: Interaction) {
  return { ...fields, led_to_conversion: conversion !== undefined, ...conversion };
}
