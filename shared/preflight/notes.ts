import type { Campaign } from '../campaign/campaign.ts';
import { contentsOf } from '../campaign/contents.ts';
import { warningsOf } from '../campaign/warnings.ts';
import { isHiddenOnComputers } from '../content/hidden-on-computers.ts';
import type { ReachedLimit } from '../sender/provider-limit.ts';
import { reachOf, type CountedAudience } from './count-audience.ts';
import type { Cost } from './estimate-cost.ts';
import type { Note, Preflight } from './preflight.ts';
import { spendSentence, type SpendOutlook } from './spend-outlook.ts';

interface Known {
  readonly counted: CountedAudience;
  readonly cost: Cost;
  readonly timing: Preflight['timing'];
  readonly experiment: Preflight['experiment'];
  readonly dailyLimit: number | undefined;
  readonly limit: ReachedLimit | undefined;
  readonly outlook: SpendOutlook | undefined;
}

/** What is worth knowing before a campaign starts, each with what to do. */
export function notesOf(campaign: Campaign, known: Known): Note[] {
  const { counts } = known.counted;
  return [
    ...warningsOf(campaign, counts.left_out.get('us_marketing') ?? 0),
    ...audienceNotes(campaign, known.counted),
    ...[...counts.missing].map(([text, count]) =>
      note(
        'missing_variable',
        `These customers are left out: they have no value for ${text}. Give them one, or write a default like ${withDefault(text)}.`,
        count,
        text,
      ),
    ),
    ...[...counts.defaulted].map(([text, count]) =>
      note('default_used', `These customers read the default of ${text}, since they have no value.`, count, text),
    ),
    ...linkNotes(campaign),
    ...computerNotes(campaign),
    ...(campaign.recommend ? [note('recommendation_not_asked', NOT_ASKED)] : []),
    ...waitingReview(campaign),
    ...experimentNotes(known.experiment),
    ...pickNotes(campaign, counts.trial),
    ...hourNotes(campaign, counts.waits.get('send_time') ?? 0),
    ...priceNotes(known.cost),
    ...spendNotes(known.outlook),
    ...timeNotes(known),
  ];
}

const LINK = /https?:\/\/|\bwww\./i;

/** Whoever writes a link into the text would look for its taps in vain. */
function linkNotes(campaign: Campaign): Note[] {
  const has = contentsOf(campaign).some(({ content }) => LINK.test(content.body));
  return has ? [note('link_in_text', IN_TEXT)] : [];
}

const IN_TEXT =
  'The text has a link: nobody can see who follows it, and WhatsApp may show a card of its page. A button with the link is counted.';

function computerNotes(campaign: Campaign): Note[] {
  const isHidden = contentsOf(campaign).some(({ content }) => isHiddenOnComputers(content.buttons));
  return isHidden ? [note('hidden_on_computers', ON_COMPUTERS)] : [];
}

const ON_COMPUTERS =
  'On computers WhatsApp does not show this message, and asks people to open it on their phone: it has answers beside links or calls, or more than three buttons.';

function note(code: string, message: string, count?: number, placeholder?: string): Note {
  return { code, message, ...(count !== undefined && { count }), ...(placeholder !== undefined && { placeholder }) };
}

function withDefault(text: string): string {
  return text.replace(/\s*\}\}$/, ' | default: "…"}}');
}

function audienceNotes({ target_criteria }: Campaign, { counts, sample }: CountedAudience): Note[] {
  const all = counts.audience.get('') ?? 0;
  return [
    ...(reachOf(counts) === 0 ? [note('nobody', all === 0 ? NOBODY_FITS : NOBODY_GETS_IT)] : []),
    ...(target_criteria.all ? [note('everybody', EVERYBODY, all)] : []),
    ...(sample ? [note('sampled', SAMPLED, sample.customers)] : []),
  ];
}

const NOBODY_FITS = 'No customer fits the criteria. Change target_criteria, or import customers.';
const NOBODY_GETS_IT =
  'Nobody would get this: left_out says why each of them does not. Herald writes only to people who said yes.';
const EVERYBODY = 'This goes to all of your customers. Name target_criteria to choose some.';
const SAMPLED = 'There are too many customers to count each: all counts are estimates by a sample of this many.';

const NOT_ASKED =
  'The webhook of recommend is asked only when people are planned. Here everybody is counted with what they get when it says nothing.';

/** A template that is not made yet is made and reviewed when the campaign begins. */
function waitingReview({ content_templates = {} }: Campaign): Note[] {
  const waiting = Object.values(content_templates).filter(({ state }) => state === 'pending');
  return waiting.length > 0 ? [note('template_waiting', IN_REVIEW)] : [];
}

const IN_REVIEW =
  'WhatsApp reviews the template still: the campaign begins to send when it is approved, later than timing says.';

function experimentNotes(experiment: Preflight['experiment']): Note[] {
  if (!experiment) return [];
  const { arms, outside, smallest_difference: smallest, usual_rate: rate, usual_rate_known: isKnown } = experiment;
  const tested = arms.reduce((sum, { people }) => sum + people, 0);
  const usually = `${isKnown ? 'Usually' : 'Suppose'} ${percent(rate)} of people do what is counted. With`;
  const found =
    smallest === null
      ? 'An arm of the experiment has nobody. Raise test_share or its weight, or choose more people.'
      : `${usually} ${tested} people in the test a difference of ${points(smallest)} or more from the control is found in 85 of 100 tests; a smaller one is likely missed. More people or fewer arms find more.`;
  return [note('experiment_finds', found, tested), ...(outside ? [note('experiment_outside', OUTSIDE, outside)] : [])];
}

function pickNotes({ experiment, picking }: Campaign, trial: ReadonlyMap<string, number>): Note[] {
  if (!experiment?.pick) return [];
  if (!picking) return [note('experiment_pick_unproved', UNPROVED)];
  const unpicked = trial.get('unpicked') ?? 0;
  return [
    note('experiment_picks', PICKED, (trial.get('picked') ?? 0) + unpicked),
    ...(unpicked > 0 ? [note('experiment_unpicked', UNPICKED, unpicked)] : []),
  ];
}

const PICKED =
  'These customers get the variant that is picked for them without waiting. reach counts them with what they would get at the start: whoever is sent to in another quarter of their day may get another pick.';
const UNPICKED =
  'There was no time to pick for so many: reach counts these customers with the control, whatever is picked when they are sent to.';
const UNPROVED =
  'Picks are not proved better than the overall winner yet (GET /v1/predictions): this is sent as a plain experiment, which they are learnt and proved by.';

function hourNotes({ send_time, timing }: Campaign, count: number): Note[] {
  if (!send_time) return [];
  return [timing ? note('send_time_best', TIMED, count) : note('send_time_unproved', UNTIMED, count)];
}

const TIMED =
  'These customers wait for their hour of the day, so the campaign takes up to 24 hours: 70 % of all get their best hour, 15 % one by chance, which it is judged by, and 15 % the start.';
const UNTIMED =
  'Best hours are not proved better than the start yet (GET /v1/predictions): 85 % get this at the start. These customers wait for an hour by chance, so that best hours can be learnt and proved; the campaign takes up to 24 hours.';

const OUTSIDE =
  'These customers cannot get every arm, for want of a language or a value: they get the control, and count in no arm.';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const points = (share: number) => `${(share * 100).toFixed(1)} points`;

function priceNotes({ lines, currency }: Cost): Note[] {
  const unknown = lines.filter(({ price }) => price === null);
  if (unknown.length === 0) return [];
  const places = [...new Set(unknown.map(({ country }) => country ?? 'numbers without a country'))].slice(0, 30);
  const people = unknown.reduce((sum, line) => sum + line.people, 0);
  const message = `No price in ${currency} is known for ${places.join(', ')}; the amount leaves them out. Give yours in message_prices of PATCH /v1/tenant.`;
  return [note('price_unknown', message, people)];
}

function spendNotes(outlook: SpendOutlook | undefined): Note[] {
  const sentence = outlook && spendSentence(outlook);
  return sentence === undefined ? [] : [note('spend_cap', sentence)];
}

const DAY = 86_400_000;

function timeNotes({ counted: { counts }, timing, dailyLimit, limit }: Known): Note[] {
  const outside = counts.waits.get('sending_hours');
  const capped = counts.waits.get('frequency_cap');
  const lasts = timing.ends_at === null ? Infinity : Date.parse(timing.ends_at) - Date.parse(timing.starts_at);
  const names = timing.after.map(({ name }) => `"${name}"`).slice(0, 5);
  return [
    ...(outside ? [note('sending_hours', 'These customers wait for the sending hours where they are.', outside)] : []),
    ...(capped
      ? [
          note(
            'frequency_cap',
            'These customers wait, because they had as many messages lately as frequency_cap permits.',
            capped,
          ),
        ]
      : []),
    ...(dailyLimit !== undefined && lasts > DAY
      ? [
          note(
            'daily_limit',
            `The sender may write to ${dailyLimit} people in 24 hours, so this takes more than a day.`,
          ),
        ]
      : []),
    ...(limit
      ? [note('provider_limit', 'A limit of the provider is reached; sending begins when it has passed.')]
      : []),
    ...(names.length > 0
      ? [
          note(
            'other_campaigns',
            `${names.join(', ')} use the same sender before it, and may take longer than is known yet.`,
          ),
        ]
      : []),
  ];
}
