import { frontPage } from '../../settings.ts';

export async function GET(request: Request): Promise<Response> {
  const html = await frontPage(request.headers.get('cookie'));
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
