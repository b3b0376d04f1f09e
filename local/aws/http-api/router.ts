export interface Match<Route> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Entry<Route> {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
  readonly rank: string;
}

/**
 * Finds a route as an HTTP API does: the most specific path that has the method (literal, then {variable}, then {greedy+}),
 * the method itself before ANY, $default last. Paths are matched decoded: %2F separates segments, too.
 */
export function router<Route extends { readonly routeKey: string }>(
  routes: readonly Route[],
): (method: string, path: string) => Match<Route> | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const entries = routes
    .filter((route) => route !== fallback)
    .map(entry)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));

  return (method, path) => {
    const segments = path.split('/');
    for (const { route, ...candidate } of entries) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const pathParameters = bind(candidate.segments, segments);
      if (pathParameters) return { route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function entry<Route extends { readonly routeKey: string }>(route: Route): Entry<Route> {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const segments = path.split('/');
  const rank = segments.map((segment) => (isGreedy(segment) ? 2 : isVariable(segment) ? 1 : 0)).join('');
  return { route, method, segments, rank: `${rank} ${method === 'ANY' ? 1 : 0}` };
}

/** The path's variables, or undefined when it does not match. No variable is empty. */
function bind(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const bound: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = isGreedy(expected) ? path.slice(index).join('/') : path[index];
    if (isVariable(expected) && given) bound[expected.replace(/[{}+]/g, '')] = given;
    else if (given !== expected) return undefined;
    if (isGreedy(expected)) return bound;
  }
  return path.length === pattern.length ? bound : undefined;
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{');
}

function isGreedy(segment: string): boolean {
  return segment.endsWith('+}');
}
