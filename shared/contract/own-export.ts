const MARKS = ['id', 'phone_number', 'attributes', 'consent_at'];

/** Whether a file of people is an export of Herald: one that has all of these columns is taken for that. */
export const isOwnExport = (header: readonly (string | undefined)[]): boolean =>
  MARKS.every((name) => header.includes(name));
