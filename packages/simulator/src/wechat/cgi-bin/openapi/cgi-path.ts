import { type EndpointName, endpoints } from '@mingpian/facts/endpoints';
import { type Call, jsonBody, Refusal } from '../../call.ts';

/** The endpoint that `cgi_path` names; nothing under /sns/ can be asked about. */
export function endpointOfCgiPath(call: Call): EndpointName {
  const path = jsonBody(call).cgi_path;
  if (typeof path !== 'string') throw new Refusal(76021, 'Q-08');
  if (path.startsWith('/sns/')) throw new Refusal(76022, 'Q-08');
  const found = (Object.keys(endpoints) as EndpointName[]).find((name) => endpoints[name].path === path);
  if (found === undefined || endpoints[found].host !== 'api') throw new Refusal(76021, 'Q-08');
  return found;
}
