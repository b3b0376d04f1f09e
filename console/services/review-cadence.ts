import type { Schemas } from '../../client/src/client.ts';

/** How often a template is looked at while WhatsApp reviews it, seldom after ten minutes. */
export function reviewCadence({ status }: Pick<Schemas['Template'], 'status'>, unchanged: number): number | undefined {
  if (status !== 'submitted') return undefined;
  return unchanged > 30 ? 120_000 : 20_000;
}
