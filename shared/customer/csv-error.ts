/** `column` is the header's name for it; null when the fault is in the row as a whole. */
export interface CsvError {
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}
