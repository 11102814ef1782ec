import type { EndpointFact } from '@mingpian/facts/endpoints';
import type { Hosts } from './hosts.ts';
import type { WireRequest } from './ports.ts';

type ApiEndpoint = Pick<EndpointFact, 'method' | 'path' | 'parameters'> & { readonly host: 'api' };

/**
 * The request half of an operation: the facts say method, path, and which parameter travels where and in which order.
 * Parameters that are undefined are left out.
 *
 * @throws {TypeError} a parameter that WeChat requires is missing.
 */
export function apiRequest(
  hosts: Hosts,
  endpoint: ApiEndpoint,
  parameters: Readonly<Record<string, unknown>>,
): WireRequest {
  const { path, method } = endpoint;
  let query = '';
  let body: Record<string, unknown> | undefined;
  for (const { name, in: place, required } of endpoint.parameters) {
    const value = parameters[name];
    if (value === undefined) {
      if (required) throw new TypeError(`${path} needs ${name}`);
    } else if (place === 'query') {
      query += `${query === '' ? '?' : '&'}${name}=${encodeURIComponent(String(value))}`;
    } else {
      body ??= {};
      body[name] = value;
    }
  }
  const request = { operation: path, method, url: `${hosts.api}${path}${query}` };
  // JSON.stringify leaves Chinese raw; WeChat answers 40033 to \uXXXX.
  if (method === 'GET') return request;
  return { ...request, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) };
}
