import type { Person } from '../world/state.ts';
import type { PageLanguage } from './language.ts';
import { bdi, escapeHtml, pageResponse } from './layout.ts';

/** Asked when a link is opened as WeChat and nobody has said who is looking. */
export function peoplePage(people: readonly Person[], url: URL, language: PageLanguage): Response {
  const title = language === 'zh' ? '谁在看这个页面？' : 'Who is looking at this page?';
  const items = people.map((person) => {
    const link = new URL(url);
    link.searchParams.set('_sim_person', person.name);
    return `<li><a class="btn" href="${escapeHtml(link.pathname + link.search)}">${bdi(person.nickname)} <span class="code">${escapeHtml(person.name)}</span></a></li>`;
  });
  return pageResponse({
    language,
    title,
    style: 'li+li{margin-top:12px}h1{margin-bottom:20px}',
    body: `<h1>${title}</h1>\n<ul>\n${items.join('\n')}\n</ul>`,
  });
}
