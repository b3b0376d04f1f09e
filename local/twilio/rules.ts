/** What the network does about messages, templates and accounts. Each rule can be switched by its name. */
interface Rule {
  readonly does: string;
  /** Whether it holds unless a start says otherwise. Rules of a special kind of account do not. */
  readonly byDefault: boolean;
  /** `documented` by Twilio or WhatsApp; `guessed` where they leave open what exactly happens. */
  readonly basis: 'documented' | 'guessed';
}

const documented = (does: string): Rule => ({ does, byDefault: true, basis: 'documented' });
const guessed = (does: string): Rule => ({ does, byDefault: true, basis: 'guessed' });
const off = (rule: Rule): Rule => ({ ...rule, byDefault: false });

export const RULES = {
  closed_windows: documented(
    '63016 by callback for all but approved templates, unless the person wrote in the last 24 h',
  ),
  us_marketing: documented('63049 by callback for marketing templates to numbers of the United States'),
  session_buttons: documented('63013 by callback for buttons that need an approved template'),
  filled_body: documented('63021 by callback for a template of more than 1,024 characters once it is filled'),
  media: documented(
    '63019, 63021 or 63034 by callback for media that cannot be fetched, are of another type or too large',
  ),
  portfolio_limit: documented(
    '63018 by callback for more people in 24 h, outside windows, than the portfolio may reach',
  ),
  sandbox: off(documented('63015 by callback for people who have not written to the sender in the last three days')),
  sandbox_templates: off(
    guessed('63016 by callback, outside windows, for all but the three templates that the sandbox has of its own'),
  ),
  sandbox_pace: off(guessed('63018 (429) for more than one message in three seconds')),
  sender_queue: off(
    documented('what is faster than the pace waits, instead of the 429; 21611 when more than four hours of it do'),
  ),
  pair_pace: off(guessed('63018 by callback for a second message to the same person within six seconds')),

  template_unique_name: guessed(
    'a name is refused when the account used it before in this language, for a deleted one as well',
  ),
  template_variable_edges: documented('refused: a variable at the start or the end of the text'),
  template_adjacent_variables: documented('refused: variables next to each other'),
  template_variable_order: documented('refused: variables that are not numbered from 1 without a gap'),
  template_words: guessed('refused: fewer words than variables'),
  template_length: documented('refused: a body of more than 1,024 characters with its sample values'),
  template_footer: documented('refused: a footer with a variable or a line break'),
  template_titles: documented('refused: a title with a variable, a line break, an emoji or a formatting character'),
  template_button_order: documented('refused: reply buttons that are not next to each other'),
  template_sample_url: guessed('refused: a sample link with a blank, or to a host that does not answer or answers 5xx'),
  template_sample_page: guessed('refused: a sample link to a page that answers 4xx'),
  template_header_media: documented(
    'refused: a header other than jpeg, png, mp4 and pdf, too large, or not to be fetched',
  ),
  template_language: guessed('refused: a text in another script than that of its language'),
  template_recategorised: off(documented('a utility template is approved as marketing')),
  template_status: documented('63041 or 63042 for a template that is paused or disabled'),

  known_senders: documented('21660 for the sender of another account, 21606 for one that nobody has'),
  public_callbacks: guessed('21609 for a StatusCallback on this machine or in a private network'),
  https_callbacks: guessed('21609 for a StatusCallback without TLS'),
  account_daily_limit: off(documented('63038 (429) for more messages in a day (UTC) than the account may send')),
  trial: off(documented('21608 for numbers that the account has not verified')),

  network_spelling: documented('people of Mexico, Argentina and Brazil write from another spelling of their number'),
  user_ids: off(documented('people write under a user id, without a number')),
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
export type RuleChanges = { readonly [Name in RuleName]?: boolean | undefined };

/** For a start whose callbacks go to this machine: Twilio would refuse their addresses. */
export const LOCAL: RuleChanges = { public_callbacks: false, https_callbacks: false };

export interface Rules {
  holds(rule: RuleName): boolean;
  change(changes: RuleChanges): void;
}

/** @param given what differs from the defaults */
export function rules(given: RuleChanges = {}): Rules {
  const changed: RuleChanges = {};
  const change = (changes: RuleChanges) => void Object.assign(changed, changes);
  change(given);
  return { holds: (rule) => changed[rule] ?? RULES[rule].byDefault, change };
}
