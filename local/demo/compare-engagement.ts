import { clicksOf, type TrueClick } from '../twilio/engagement.ts';
import type { Truth } from '../twilio/truth.ts';
import type { ButtonAnalytics, Report } from './figures.ts';

/** Every figure of taps, conversions, replies and opt-outs in which a report and what people really did differ. */
export function compareEngagement(
  { totals, button_analytics: reported }: Pick<Report, 'totals' | 'button_analytics'>,
  truth: Pick<Truth, 'totals' | 'buttons' | 'acts'>,
): string[] {
  if (!reported) return truth.acts.length > 0 ? ['the report has no button_analytics'] : [];
  const none = { clicks: 0, unique_customers: 0, conversions: 0 };
  const figures: [name: string, reported: number, really: number][] = [
    ['replied', totals.replied, truth.totals.replies],
    ['opted_out', totals.opted_out, truth.totals.opted_out],
    ['total_clicks', reported.total_clicks, truth.totals.clicks],
    ['unique_customers', reported.unique_customers, truth.totals.unique_customers],
    ['conversions', reported.conversions, truth.totals.conversions],
    ...reported.buttons.flatMap((button) => {
      const really = truth.buttons.find(({ title }) => title === button.button_title) ?? none;
      return (['clicks', 'unique_customers', 'conversions'] as const).map(
        (name) => [`${name} of "${button.button_title}"`, button[name], really[name]] as [string, number, number],
      );
    }),
  ];
  return [
    ...figures.flatMap(([name, here, there]) =>
      here === there ? [] : [`the report says ${name} ${here}, people ${there}`],
    ),
    ...compareHours(reported.by_hour, clicksOf(truth.acts)),
  ];
}

/** A tap that was under way when the hour changed may be reported in either hour, and in no other. */
function compareHours(byHour: ButtonAnalytics['by_hour'], clicks: readonly TrueClick[]): string[] {
  const hourOf = (at: number) => new Date(at).getUTCHours();
  return byHour.flatMap(({ hour, ...reported }) =>
    (['clicks', 'conversions'] as const).flatMap((name) => {
      const counted = name === 'clicks' ? clicks : clicks.filter(({ converted }) => converted);
      const ends = counted.map(({ at, answered_at }) => [at, answered_at ?? at].map((time) => hourOf(time) === hour));
      const [min, max] = [
        ends.filter((hours) => hours.every(Boolean)).length,
        ends.filter((hours) => hours.some(Boolean)).length,
      ];
      return reported[name] >= min && reported[name] <= max
        ? []
        : [`the report says ${name} at ${hour} h ${reported[name]}, people ${max}`];
    }),
  );
}
