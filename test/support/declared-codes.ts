import { SHARED_CODES } from '../../shared/contract/error-status.ts';
import { ROUTES } from '../../shared/routes.ts';

const shared = new Set<string>(Object.values(SHARED_CODES).flat());
const routes = ROUTES.map((route) => ({ route, pattern: patternOf(route.path) }));

/**
 * Refuses an answer whose code the route's contract does not name: callers learn of codes by it alone. Those of the fallback,
 * `route.…`, are of no route.
 * @throws Error that names both
 */
export function requireDeclared(method: string, path: string, code: unknown): void {
  if (typeof code !== 'string' || shared.has(code) || code.startsWith('route.')) return;
  const [asked = ''] = path.split('?');
  // A path without parameters comes before one that would take any word in its place.
  const found = routes
    .filter(({ route, pattern }) => route.method === method && pattern.test(asked))
    .toSorted((one, other) => parametersOf(one.route.path) - parametersOf(other.route.path))[0]?.route;
  if (found && !found.errors.includes(code))
    throw new Error(`${found.id} answers ${code}, which its contract does not name.`);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

function parametersOf(path: string): number {
  return path.split('{').length - 1;
}
