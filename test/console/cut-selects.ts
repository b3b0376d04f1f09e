import type { Page } from 'playwright-core';

interface Select {
  readonly offsetWidth: number;
  readonly selectedOptions: ArrayLike<{ readonly textContent: string; cloneNode(isDeep: true): object }>;
  readonly style: { cssText: string };
  cloneNode(): Select;
  replaceChildren(option: object): void;
  after(select: Select): void;
  remove(): void;
}

/** What is chosen in a select, and longer than its room, of those that are seen. */
export function cutSelects(page: Page): Promise<string[]> {
  return page.locator('select:visible').evaluateAll((selects: Select[]) =>
    selects.flatMap((select) => {
      const chosen = select.selectedOptions[0];
      if (!chosen) return [];
      // A twin that holds nothing else is as wide as it needs.
      const twin = select.cloneNode();
      twin.replaceChildren(chosen.cloneNode(true));
      twin.style.cssText = 'position: absolute; width: max-content; min-width: 0; max-width: none';
      select.after(twin);
      const isCut = twin.offsetWidth > select.offsetWidth;
      twin.remove();
      return isCut ? [chosen.textContent] : [];
    }),
  );
}
