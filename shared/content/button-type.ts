import * as z from 'zod';

/**
 * Every type of button. Everything that differs by type is a `Record` over it, here and in the adapters, so that a new type
 * does not compile until each of those places handles it.
 */
export const BUTTON_TYPES = ['reply', 'url', 'call'] as const;
export const buttonType = z.enum(BUTTON_TYPES).meta({ id: 'ButtonType', description: 'What a tap does.' });
export type ButtonType = z.infer<typeof buttonType>;
