import type { Campaign } from '../campaign/campaign.ts';
import { buttonsOf, type WithContents } from '../campaign/contents.ts';
import type { Button } from '../content/button.ts';
import { MEANINGS } from '../provider/error-class.ts';
import type { Provider } from '../provider/provider.ts';
import { buttonReport, rate } from './button-report.ts';
import { contentReport, totalsOf } from './content-report.ts';
import { withPrefix, type Counted } from './rollup.ts';

/** A campaign's report from its counters. @param provider the provider of the campaign's sender, which knows the error codes */
export function reportOf(
  campaign: Pick<Campaign, 'id' | 'status'> & WithContents,
  counted: Counted,
  generated_at: string,
  { classify, explain }: Pick<Provider, 'classify' | 'explain'>,
) {
  const counters = counted.totals ?? {};
  const totals = totalsOf(counters);
  const shown = distinctButtons(campaign);
  const buttons = buttonReport(shown, counted, totals.delivered);
  return {
    campaign_id: campaign.id,
    status: campaign.status,
    generated_at,
    totals,
    rates: {
      // Of those handed to the provider: whoever was skipped could not get it.
      delivery_rate: rate(totals.delivered, totals.accepted + totals.failed),
      read_rate: rate(totals.read, totals.delivered),
      click_through_rate: buttons.click_through_rate,
      conversion_rate: buttons.conversion_rate,
    },
    failures: Object.entries(withPrefix(counters, 'failed#'))
      .map(([error_code, count]) => ({
        error_code,
        class: classify(error_code),
        meaning: explain(error_code)?.meaning ?? MEANINGS[classify(error_code)],
        count,
      }))
      .sort((a, b) => b.count - a.count || a.error_code.localeCompare(b.error_code)),
    skipped: withPrefix(counters, 'skipped#'),
    ...contentReport(campaign, counters),
    ...(shown.length > 0 && { button_analytics: buttons }),
  };
}

/** A button of one id in several contents is one button, shown by the first of them: its translations share its counts. */
function distinctButtons(campaign: WithContents): Button[] {
  const byId = new Map<string, Button>();
  for (const { button } of buttonsOf(campaign)) if (!byId.has(button.id)) byId.set(button.id, button);
  return [...byId.values()];
}
