import { unknownRoute } from '../../shared/http/unknown-route.ts';
import { ROUTES } from '../../shared/routes.ts';

export const handler = unknownRoute(ROUTES);
