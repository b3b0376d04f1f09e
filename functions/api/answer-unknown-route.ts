import { unknownRoute } from '../../shared/runtime/unknown-route.ts';
import { ROUTES } from '../../shared/routes.ts';

export const handler = unknownRoute(ROUTES);
