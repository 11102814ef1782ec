import { done } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';

export const menuDelete = appEndpoint('menuDelete', (call) => {
  delete call.world.state.menus[call.account.name];
  call.world.emit({ type: 'state', what: 'menus' });
  return done('C-08');
});
