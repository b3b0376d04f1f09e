/**
 * What a template's links end with where a message has its own token: for the provider's reviewers, who open them. No token of a
 * message is as short.
 */
export const SAMPLE_TOKEN = 'sample';
