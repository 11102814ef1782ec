import { defaultLanguage, languages } from '@mingpian/facts/languages';
import type { Person } from '../world/state.ts';

type Region = Pick<Person, 'city' | 'province' | 'country'>;

/** The few names that the seeded people need; a name that is not here comes back as it was entered. */
const names: Record<string, { zh_TW: string; en: string }> = {
  中国: { zh_TW: '中國', en: 'China' },
  广东: { zh_TW: '廣東', en: 'Guangdong' },
  深圳: { zh_TW: '深圳', en: 'Shenzhen' },
  广州: { zh_TW: '廣州', en: 'Guangzhou' },
  北京: { zh_TW: '北京', en: 'Beijing' },
  上海: { zh_TW: '上海', en: 'Shanghai' },
};

/** City, province and country in the language that `lang` asks for; in the default one when it is none of the known. */
export function regionIn(person: Region, lang: string | undefined): Region {
  const language = languages.find(({ value }) => value === lang)?.value ?? defaultLanguage.value;
  const inLanguage = (name: string) => (language === 'zh_CN' ? name : (names[name]?.[language] ?? name));
  return {
    city: inLanguage(person.city),
    province: inLanguage(person.province),
    country: inLanguage(person.country),
  };
}
