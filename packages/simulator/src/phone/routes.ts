import { Hono } from 'hono';
import type { LiveWorld } from '../live-world.ts';

/** The phone page of one world. */
export function phoneRoutes(world: LiveWorld): Hono {
  const app = new Hono();
  app.get('/', (context) => context.text(`SIMULATED 模拟 ${world.state.id}`));
  return app;
}
