import type { ComponentChildren } from 'preact';

export interface FigureProps {
  readonly value: string;
  readonly children: ComponentChildren;
  /** The people behind the number. */
  readonly href?: string | undefined;
}

/** A number and its words; a count of people opens exactly them. */
export function Figure({ value, children, href }: FigureProps) {
  return (
    <div class="figure-card">
      <strong class="figures">{href ? <a href={href}>{value}</a> : value}</strong>
      <span>{children}</span>
    </div>
  );
}
