import { TOTALS } from '../campaign/campaign-totals.ts';
import { contentsOf, type WithContents } from '../campaign/contents.ts';
import { rate } from './button-report.ts';
import { sum, withPrefix, type Counters } from './rollup.ts';

export type Totals = Readonly<Record<(typeof TOTALS)[number], number>>;

export function totalsOf(counters: Counters): Totals {
  return Object.fromEntries(TOTALS.map((name) => [name, counters[name] ?? 0])) as Totals;
}

/** What became of a campaign's messages by content, and by the language of the contents. */
export function contentReport(campaign: WithContents, counters: Counters) {
  const contents = contentsOf(campaign).map(({ key, content: { language } }) => {
    // A message names its content only where there are several.
    const own = campaign.contents?.length ? withPrefix(counters, `content#${key}#`) : counters;
    return { content_key: key, language, own };
  });
  const languages = [...new Set(contents.map(({ language }) => language))];
  return {
    by_content: contents.map(({ own, ...which }) => ({ ...which, ...row(own) })),
    by_language: languages.map((language) => ({
      language,
      ...row(sum(contents.filter((content) => content.language === language).map(({ own }) => own))),
    })),
  };
}

function row(counters: Counters) {
  const totals = totalsOf(counters);
  const clicked = counters['clicked'] ?? 0;
  return {
    ...totals,
    clicked,
    delivery_rate: rate(totals.delivered, totals.accepted + totals.failed),
    read_rate: rate(totals.read, totals.delivered),
    click_through_rate: rate(clicked, totals.delivered),
  };
}
