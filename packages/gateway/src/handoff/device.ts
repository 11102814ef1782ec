/** A browser in words, from its User-Agent: enough to recognise one's own, and never more than anybody could write there. */
import type { Language } from '../pages/language.ts';

const systems: readonly [RegExp, string, string][] = [
  [/iPhone|iPod/, 'iPhone', 'iPhone'],
  [/iPad/, 'iPad', 'iPad'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙设备', 'HarmonyOS device'],
  [/Android/, '安卓设备', 'Android device'],
  [/Windows/, 'Windows 电脑', 'Windows computer'],
  [/Macintosh/, 'Mac 电脑', 'Mac'],
  [/CrOS/, 'Chromebook', 'Chromebook'],
  [/Linux|X11/, 'Linux 电脑', 'Linux computer'],
];
const browsers: readonly [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

export function deviceText(userAgent: string, language: Language): string {
  const system = systems.find(([shape]) => shape.test(userAgent));
  const browser = browsers.find(([shape]) => shape.test(userAgent))?.[1];
  const unknown = language === 'zh' ? '不认识的设备' : 'Unknown device';
  const name = system === undefined ? unknown : system[language === 'zh' ? 1 : 2];
  return browser === undefined ? name : `${name}${language === 'zh' ? '，' : ', '}${browser}`;
}

/** An address without its last part: says which network, not which machine. */
export function networkText(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.replace(/\d+$/, '*');
  return `${plain.split(':').slice(0, 4).join(':')}:*`;
}
