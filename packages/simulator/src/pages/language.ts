export type PageLanguage = 'zh' | 'en';

/** The first of Chinese and English in Accept-Language; Chinese when neither is named. */
export function pageLanguage(acceptLanguage: string | null): PageLanguage {
  const named = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const quality = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='));
      return { language: tag.split('-')[0], weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
    })
    .filter(({ language, weight }) => (language === 'zh' || language === 'en') && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return named[0]?.language === 'en' ? 'en' : 'zh';
}
